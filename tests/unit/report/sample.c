/* SPDX-License-Identifier: Apache-2.0
 * See sample.h. */
#include "sample.h"

#include "core/base/str.h"
#include "tenken/collector.h"

#define S(lit) { "" lit, sizeof(lit) - 1 }
#define BOTH(en, ja) { { S(en), S(ja) } }
#define LIST(array) { array, sizeof array / sizeof *array }
#define COUNT(array) (sizeof array / sizeof *array)

static const tnk_str acl_items[] = { S("ds200-2:4-4"), S("muni-3:17"), S("cis-aws-3.0.0:2.1.4") };
static const tnk_str acl_refs[] = { S("cwe:732"), S("attack:T1530") };
static const tnk_str ssh_items[] = { S("ds200-2:3-1") };

enum { ACL, TRAIL, ROOT_LOGIN, NOTE };
static const tnk_rule_info rules[] = {
    [ACL] = {
        .id = S("aws-s3-public-acl"), .severity = TNK_HIGH, .on = S("aws.s3.bucket"),
        .title = BOTH("S3 bucket ACL grants access to everyone", "S3バケットのACLが全員にアクセスを許可している"),
        .fix = BOTH("Set the ACL to private and block public ACLs for the whole account, so that a "
                    "single mistake in one template does not open the objects to everyone on "
                    "the internet",
                    "ACLを「private」に設定し、アカウント全体でパブリックACLをブロックします。これにより、ひとつの"
                    "テンプレートの誤りでオブジェクトがインターネット上の全員に公開されることを防ぎます。"),
        .why = BOTH("Objects of a public bucket are found by search within hours",
                    "公開バケットのオブジェクトは数時間で検索により発見されます"),
        .items = LIST(acl_items), .refs = LIST(acl_refs),
    },
    [TRAIL] = {
        .id = S("aws-trail-missing"), .severity = TNK_CRITICAL, .on = S("aws.account"),
        .unit_scope = true,
        .title = BOTH("The account has no trail", "アカウントに証跡がない"),
        .fix = BOTH("Create a trail for all regions", "全リージョンの証跡を作成します"),
    },
    [ROOT_LOGIN] = {
        .id = S("ssh-root-login"), .severity = TNK_MEDIUM, .on = S("ssh.server"),
        .title = BOTH("root may log in over SSH", "rootがSSHでログインできる"),
        .fix = BOTH("Set PermitRootLogin to no", "PermitRootLoginをnoに設定します"),
        .items = LIST(ssh_items),
    },
    [NOTE] = {
        .id = S("zz-note"), .severity = TNK_INFO, .on = S("terraform:null_resource"),
        .title = BOTH("Only a note", "参考情報"), .fix = BOTH("Nothing to do", "対応は不要です"),
    },
};

static const tnk_str related[] = { S("LogBucket"), S("BucketPolicy") };
static const tnk_str twins[] = { S("Bucket[\"east\"]"), S("Bucket[\"west\"]") };

static const tnk_spot calls[] = { { S("環境/main.yaml"), 12, 1 }, { S("modules/\x1b[1m/a.yaml"), 3, 5 } };

static const tnk_verdict list[] = {
    {   /* nothing in a file to point at */
        .rule = TRAIL, .verdict = TNK_FAIL, .model = S("aws.account"),
        .origin = S("cloudformation"),
        .fingerprint = S("00000000000000000000000000000001"),
    },
    {   /* a hostile name, a hostile line: escape sequence, C1, bidirectional override */
        .rule = ACL, .verdict = TNK_FAIL, .kind = S("cloudformation:AWS::S3::Bucket"),
        .model = S("aws.s3.bucket"),
        .address = S("Evil\x1b[2J\xC2\x9B" "31m"), .origin = S("cloudformation"),
        .place = { S("evil\x1b]0;x\a \xE2\x80\xAEname.yaml"), 1, 3, 1, 6,
                   S("a\x1b[b\xE2\x80\xAE" "c # \x7F\n"), 1, 0 },
        .message = S("ACL is \x1b[31mpublic-read\r\nsecond line"),
        .fingerprint = S("00000000000000000000000000000002"),
    },
    {   /* tabs and full-width characters before the place */
        .rule = ACL, .verdict = TNK_FAIL, .kind = S("cloudformation:AWS::S3::Bucket"),
        .model = S("aws.s3.bucket"),
        .address = S("Bucket"), .origin = S("cloudformation"), .related = related,
        .n_related = COUNT(related),
        .also = twins, .n_also = COUNT(twins), .n_more = 1234,
        .place = { S("設定/本番 環境.yaml"), 12, 11, 12, 22,
                   S("Bucket:\n\t名前: ｱ「公開」public-read # 全員\n\tType: x\n"), 11, 0 },
        .via = calls, .n_via = COUNT(calls), .message = S("AccessControl is \"public-read\""),
        .fingerprint = S("00000000000000000000000000000003"),
    },
    {   /* a range of lines, and a suppression */
        .rule = ACL, .verdict = TNK_FAIL, .kind = S("cloudformation:AWS::S3::Bucket"),
        .model = S("aws.s3.bucket"),
        .address = S("Site"), .origin = S("cloudformation"),
        .place = { S("設定/本番 環境.yaml"), 40, 3, 42, 4,
                   S("  Site:\n    Type: AWS::S3::Bucket\n    Acl: x"), 40, 0 },
        .via = calls, .n_via = 1, .suppression = { true, S("公開サイトのため"), S("2027-03-31"), 39 },
        .fingerprint = S("00000000000000000000000000000004"),
    },
    {   /* a raw kind, a place that is a whole file, a long line */
        .rule = ROOT_LOGIN, .verdict = TNK_FAIL, .kind = S("sshd:server"),
        .address = S("etc/ssh/sshd_config"),
        .origin = S("sshd"),
        .place = { S("etc/ssh/sshd_config"), 5, 101, 5, 104,
               S("# a very long comment line that goes on and on and on and on and on and on and "
                 "on and on and on and YES and so on and so on and so on and so on until nobody "
                 "reads it any more\n"), 5, 0 },
        .message = S("PermitRootLogin is yes, and the server is reached from everywhere because "
                     "no Match block narrows it; 日本語の長い説明が続くときも、端末の幅で正しく折り返されることを確かめます。"),
        .fingerprint = S("00000000000000000000000000000005"),
    },
    {
        .rule = ROOT_LOGIN, .verdict = TNK_UNDETERMINED, .kind = S("sshd:server"),
        .address = S("sshd_config.d"),
        .origin = S("sshd"), .place = { S("etc/ssh/sshd_config.d"), 0, 0, 0, 0, S(""), 0, 0 },
        .message = S("Include /run/*.conf names files outside the target"),
    },
};
static const tnk_verdict evidence[] = {
    { .rule = ACL, .verdict = TNK_PASS, .kind = S("cloudformation:AWS::S3::Bucket"),
      .address = S("Private"),
      .place = { S("設定/本番 環境.yaml"), 3, 3, 3, 10, S(""), 0, 0 } },
    { .rule = ACL, .verdict = TNK_NOT_APPLICABLE, .kind = S("cloudformation:AWS::S3::Bucket"),
      .address = S("Log"),
      .related = related, .n_related = 1, .place = { S("設定/本番 環境.yaml"), 8, 3, 8, 6, S(""), 0, 0 },
      .message = S("The bucket takes log delivery") },
    { .rule = TRAIL, .verdict = TNK_FAIL },
};
static const uint32_t acl_only[] = { ACL }, ssh_only[] = { ROOT_LOGIN };
static const tnk_item ds200[] = {
    { .id = S("ds200-2:3-1"), .title = BOTH("Administrative access", "管理者アクセス"),
      .status = TNK_ITEM_UNDETERMINED, .rules = ssh_only, .n_rules = 1, .findings = 1 },
    { .id = S("ds200-2:4-4"), .title = BOTH("Public access", "公開範囲"), .status = TNK_ITEM_FAIL,
      .rules = acl_only, .n_rules = 1, .findings = 2 },
    { .id = S("ds200-2:5-1"), .title = BOTH("Training", "教育"), .status = TNK_ITEM_NOT_ASSESSED },
    { .id = S("ds200-2:5-2"), .title = BOTH("Contract", "契約"), .status = TNK_ITEM_ATTESTED },
};
static const tnk_item muni[] = {
    { .id = S("muni-3:17"), .title = BOTH("Disclosure", "情報の公開"), .status = TNK_ITEM_PASS,
      .rules = acl_only, .n_rules = 1 },
    { .id = S("muni-3:18"), .title = BOTH("Encryption", "暗号化"), .status = TNK_ITEM_PASS,
      .rules = ssh_only, .n_rules = 1, .partial = true },
};
static const tnk_checklist checklists[] = {
    { S("ds200-2"), BOTH("DS-200 Annex 2", "DS-200 別紙2"), ds200, COUNT(ds200) },
    { S("muni-3"), BOTH("Municipal security requirements", "自治体 別紙3 セキュリティ要件"), muni, COUNT(muni) },
};
static const tnk_diagnostic diagnostics[] = {
    { TNK_LEVEL_NOTE, S("plugin-old"), S(""), 0, 0, S("The collector demo was built for ABI 1.0") },
    { TNK_LEVEL_ERROR, S("yaml-syntax"), S("壊れた.yaml"), 7, 12,
      S("A mapping value is not allowed here") },
    { TNK_LEVEL_WARNING, S("suppression-unused"), S("設定/本番 環境.yaml"), 39, 0,
      S("This suppression hides no finding; remove it") },
};
static const tnk_str targets[] = { S("infra/本番") };

static tnk_record base(tnk_lang lang)
{
    return (tnk_record){
        .lang = lang, .version = S("0.1.0"), .id = S("20260102-030405-abcdef"),
        .started = S("2026-01-02T03:04:05Z"), .finished = S("2026-01-02T03:04:06.250Z"),
        .targets = LIST(targets), .as_of = S("2026-01-02"), .files = { 5, 4, 3, 0, 2, 1 },
        .rules = rules, .n_rules = COUNT(rules), .gate_level = TNK_HIGH, .gate_holds = true,
    };
}

tnk_record sample_clean(tnk_lang lang)
{
    tnk_record r = base(lang);
    r.gate_reason = tnk_str_of(lang == TNK_LANG_JA ? "重大度「高」以上の指摘はありません"
                                                    : "No finding is of severity high or above");
    return r;
}

tnk_record sample_incomplete(tnk_lang lang)
{
    tnk_record r = sample_clean(lang);
    r.diagnostics = diagnostics + 1;
    r.n_diagnostics = 1;
    r.files.failed = 1;
    r.incomplete = true;
    return r;
}

tnk_record sample_full(tnk_lang lang)
{
    tnk_record r = base(lang);
    r.rank = TNK_S("A");
    r.resources = 1234;
    r.list = list;
    r.n_list = COUNT(list);
    r.verdicts[TNK_PASS] = 10, r.verdicts[TNK_FAIL] = 7, r.verdicts[TNK_UNDETERMINED] = 1;
    r.verdicts[TNK_NOT_APPLICABLE] = 2, r.verdicts[TNK_RULE_ERROR] = 1;
    r.findings[TNK_CRITICAL] = 1, r.findings[TNK_HIGH] = 2, r.findings[TNK_MEDIUM] = 1;
    r.suppressed = 1, r.waived = 2;
    r.checklists = checklists;
    r.n_checklists = COUNT(checklists);
    r.diagnostics = diagnostics;
    r.n_diagnostics = COUNT(diagnostics);
    r.incomplete = true;
    r.gate_holds = false;
    r.gate_reason = tnk_str_of(lang == TNK_LANG_JA ? "重大度「高」以上の指摘が3件あります"
                                                    : "3 findings are of severity high or above");
    return r;
}

tnk_record sample_evidence(tnk_lang lang)
{
    tnk_record r = sample_full(lang);
    r.evidence = evidence;
    r.n_evidence = COUNT(evidence);
    return r;
}
