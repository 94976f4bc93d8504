/* SPDX-License-Identifier: Apache-2.0
 * Real configurations kept outside the project: no file has a mistake but those that `terraform
 * fmt` refuses as well (parse-baseline.json), the collector never fails, and as many resources come
 * out as should. Skipped where there is no corpus
 * (../shared/corpus, or $TNK_CORPUS). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/terraform/scan.h"

static const struct folder {
    const char *name;
    size_t resources_min;  /* fewer means that something is no longer read */
    const char *errors[4]; /* codes that are right there, beside those of the baseline */
} folders[] = {
    {"bridgecrewio-terragoat", 170, {NULL}},
    {"bridgecrewio-supplygoat", 6, {NULL}},
    {"tenable-KaiMonkey", 75, {NULL}},
    {"terraform-aws-modules-terraform-aws-vpc", 1500, {NULL}},
    {"terraform-google-modules-terraform-google-network",
     190,
     {"tf-module-missing"}}, /* its modules/vpc is not kept */
    {"Azure-terraform-azurerm-aks", 300, {NULL}},
    {"GoogleCloudPlatform-microservices-demo", 10, {NULL}},
    {"sacloud-terraform-provider-sakuracloud", 140, {NULL}},
    {"sacloud-archives-terraform-sakuracloud-kubernetes-single-master", 70, {NULL}},
    {"hashicorp-terraform-json", 100, {"json-syntax"}}, /* testdata/invalid */
    {"snyk-policy-engine", 200, {NULL}},
    {"amplify-education-python-hcl2", 8, {NULL}},
    {"opentofu-opentofu", 200, {"tf-module-missing", "tf-labels"}}, /* made to be refused */
};

static char *slurp(const char *path)
{
    FILE *f = fopen(path, "rb");
    char *text = calloc(1, 4 << 20);
    if (f == NULL || text == NULL) {
        free(text);
        return NULL;
    }
    (void)!fread(text, 1, (4 << 20) - 1, f);
    fclose(f);
    return text;
}

/* Is an "error CODE PATH:LINE:COLUMN" one that must be? */
static bool is_right(const struct folder *f, const char *baseline, const char *line)
{
    char code[64], place[512], known[1024];
    if (sscanf(line, "error %63s %511s", code, place) != 2)
        return false;
    for (size_t i = 0; i < sizeof f->errors / sizeof *f->errors; i++) {
        if (f->errors[i] != NULL && strcmp(f->errors[i], code) == 0)
            return true;
    }
    place[strcspn(place, ":")] = '\0';
    snprintf(known, sizeof known, "\"%s/%s\"", f->name, place);
    return strncmp(code, "hcl-", 4) == 0 && strstr(baseline, known) != NULL;
}

static void check_folder(void **state)
{
    const struct folder *f = *state;
    const char *root = getenv("TNK_CORPUS") != NULL ? getenv("TNK_CORPUS") : "../shared/corpus";
    char path[1024];
    scan s = {.quiet = true};
    size_t wrong = 0;
    snprintf(path, sizeof path, "%s/_labels/parse-baseline.json", root);
    char *baseline = slurp(path);
    snprintf(path, sizeof path, "%s/%s", root, f->name);
    if (baseline == NULL || !scan_run_folder(&s, path)) {
        print_message("no corpus at %s: skipped\n", path);
        free(baseline);
        skip();
    }
    for (const char *line = scan_text(&s.diags); *line != '\0'; line += strcspn(line, "\n") + 1) {
        if (strncmp(line, "error ", 6) != 0 || is_right(f, baseline, line))
            continue;
        print_message("%.*s\n", (int)strcspn(line, "\n"), line);
        wrong++;
    }
    print_message("%s: %zu units, %zu resources, %zu errors\n", f->name, s.n_units, s.n_resources,
                  s.n_errors);
    assert_int_equal(wrong, 0);
    assert_true(s.n_resources >= f->resources_min);
    scan_free(&s);
    free(baseline);
}

int main(void)
{
    static struct CMUnitTest t[sizeof folders / sizeof *folders];
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        t[i] = (struct CMUnitTest){folders[i].name, check_folder, NULL, NULL, (void *)&folders[i]};
    return cmocka_run_group_tests_name("terraform corpus", t, NULL, NULL);
}
