# SPDX-License-Identifier: Apache-2.0
# Validates run records (arguments after the first) against the JSON Schema (first argument).
# Exit 77, which CTest takes as "skipped", where python3 has no jsonschema.
import json
import sys

try:
    import jsonschema
except ImportError:
    print("skipped: python3 has no jsonschema")
    sys.exit(77)

with open(sys.argv[1], encoding="utf-8") as f:
    schema = json.load(f)
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
bad = 0
for path in sys.argv[2:]:
    with open(path, encoding="utf-8") as f:
        for error in validator.iter_errors(json.load(f)):
            print(f"{path}: {error.json_path}: {error.message}")
            bad += 1
sys.exit(1 if bad else 0)
