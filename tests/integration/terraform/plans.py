# SPDX-License-Identifier: Apache-2.0
"""A plan says the same as its configuration. For every folder of plans/ the configuration alone, the plan alone and
both beside each other are scanned; the verdicts about managed resources must agree, and with the configuration beside
it a plan's findings must point into the configuration, where the configuration's own do.

Usage: plans.py TENKEN PLANS SCRATCH [NAME...]"""
import collections
import json
import os
import re
import shutil
import subprocess
import sys

# Where a plan by itself must leave open what the configuration decides: (configuration, type of the resource) -> why.
# The verdicts of these may be undetermined by the plan, and nothing else.
LESS_KNOWN = {
    ("containers", "aws_ecs_task_definition"):
        "the definition names a log group that is not created yet: to a plan the whole text is known after apply",
    ("iam", "aws_iam_user_policy"): "the policy names a bucket that is not created yet, likewise",
    ("queues", "aws_sqs_queue_policy"): "the policy names a queue that is not created yet, likewise",
}


def scan(tenken, folder):
    out = subprocess.run([tenken, "scan", "--evidence", "--format", "json", folder], capture_output=True, text=True)
    if out.returncode not in (0, 1):
        sys.exit("%s: status %d: %s" % (folder, out.returncode, out.stderr))
    return json.loads(out.stdout)


def verdicts(run):
    """(rule, address) -> what was said of it: {(verdict, path, line)}, of managed resources."""
    said = collections.defaultdict(list)
    for v in run["verdicts"]:
        kind = v["kind"] or ""
        if kind.startswith("terraform:") and "_" in kind and not kind.startswith("terraform:data."):
            said[v["rule"], v["address"]].append((v["verdict"], v["path"], v["line"], v["reason"]))
    return said


def copy(source, to, wanted):
    shutil.rmtree(to, ignore_errors=True)

    def unwanted(folder, names):
        return [n for n in names if not os.path.isdir(os.path.join(folder, n)) and not wanted(n)]
    shutil.copytree(source, to, ignore=unwanted)
    return to


def compare(name, written, planned, beside):
    """Lines that say what differs."""
    wrong = []
    for key in sorted(set(written) & set(planned)):
        rule, address = key
        a, b = {v[0] for v in written[key]}, {v[0] for v in planned[key]}
        known = (name, type_of(address)) in LESS_KNOWN and b == {"undetermined"}
        if a != b and not known:
            wrong.append("%s: %s %s: %s by the configuration%s, %s by the plan%s" % (
                name, rule, address, "/".join(sorted(a)), reasons(written[key]), "/".join(sorted(b)),
                reasons(planned[key])))
        here, both = {v[:3] for v in written[key]}, {v[:3] for v in beside[key]}
        if here != both:
            wrong.append("%s: %s %s: %s by the configuration, %s with the plan beside it" % (
                name, rule, address, sorted(here), sorted(both)))
    return wrong


def type_of(address):
    """aws_x of module.m["a.b"].aws_x.y["c.d"]"""
    return re.sub(r'\["(\\.|[^"\\])*"\]|\[\d+\]', "", address).split(".")[-2]


def reasons(said):
    why = {v[3] for v in said if v[3]}
    return " (%s)" % "; ".join(sorted(why)) if why else ""


def check(tenken, plans, scratch, name):
    source = os.path.join(plans, name)
    written = scan(tenken, copy(source, os.path.join(scratch, "written"), lambda n: n != "plan.json"))
    planned = scan(tenken, copy(source, os.path.join(scratch, "planned"), lambda n: n == "plan.json"))
    beside = scan(tenken, copy(source, os.path.join(scratch, "beside"), lambda n: True))
    wrong = ["%s: %s" % (name, d["message"]) for run in (written, planned, beside) for d in run["diagnostics"]
             if d["level"] == "error"]
    a, b, c = verdicts(written), verdicts(planned), verdicts(beside)
    both = set(a) & set(b)
    if any(len(c[key]) < 2 * len(a[key]) for key in both):
        wrong.append("%s: with the plan beside it, not both were judged" % name)
    if len(both) < 3:
        wrong.append("%s: only %d verdicts of both" % (name, len(both)))
    if beside["summary"]["resources"] <= written["summary"]["resources"]:
        wrong.append("%s: the plan was not read beside the configuration" % name)
    for f in beside["findings"]:
        if f["location"]["path"].endswith(".json") and (f["rule"], f["resource"]["address"]) in a:
            wrong.append("%s: %s %s points into the plan" % (name, f["rule"], f["resource"]["address"]))
    for key in sorted(set(b) - set(a), key=str):
        wrong.append("%s: %s %s: by the plan alone: %s" % (name, key[0], key[1], b[key]))
    for key in sorted(set(a) - set(b), key=str):
        if key[1] in {k[1] for k in b}:
            wrong.append("%s: %s %s: by the configuration alone: %s" % (name, key[0], key[1], a[key]))
    return wrong + compare(name, a, b, c), len(both)


def main():
    tenken, plans, scratch = sys.argv[1:4]
    names = sys.argv[4:] or sorted(n for n in os.listdir(plans) if os.path.isdir(os.path.join(plans, n)))
    total, wrong = 0, []
    for name in names:
        lines, n = check(tenken, plans, scratch, name)
        wrong += lines
        total += n
    print("\n".join(wrong))
    print("%d configurations, %d verdicts of both, %d differences" % (len(names), total, len(wrong)))
    return 1 if wrong or total < 200 else 0


if __name__ == "__main__":
    sys.exit(main())
