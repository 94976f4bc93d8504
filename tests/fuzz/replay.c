/* SPDX-License-Identifier: Apache-2.0
 * Runs a fuzz target over the files of its corpus, under any compiler. usage: fuzz_X FOLDER */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (f == NULL)
        return 1;
    static uint8_t data[1 << 20];
    size_t n = fread(data, 1, sizeof data, f);
    fclose(f);
    LLVMFuzzerTestOneInput(data, n);
    return 0;
}

int main(int argc, char **argv)
{
    DIR *d = argc == 2 ? opendir(argv[1]) : NULL;
    if (d == NULL) {
        fprintf(stderr, "usage: %s FOLDER (a readable one)\n", argv[0]);
        return 2;
    }
    unsigned done = 0, bad = 0;
    for (struct dirent *e; (e = readdir(d)) != NULL;) {
        char path[4096];
        if (e->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", argv[1], e->d_name);
        bad += (unsigned)replay(path);
        done++;
    }
    closedir(d);
    printf("%u inputs replayed, %u unreadable\n", done, bad);
    return done == 0 || bad != 0;
}
