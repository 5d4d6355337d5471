/* cmd_check.c - guanhu check REGULATION…, as many as are named. */
#include "cli/cli.h"

#include "regulation/model.h"

static int check_one(const Cli *cli, const char *path)
{
    g_autoptr(Diags) diags = diags_new(cli->lang);
    g_autoptr(GError) error = NULL;
    g_autoptr(Regulation) reg = reg_load(path, diags, &error);

    if (error)
        return cli_fail(cli, error);
    cli_print_diags(diags);
    if (!reg)
        return 1;
    printf(text_in(cli->lang, "%s: %zu articles, %zu blocks, %zu names: no errors\n"), reg->id,
           reg->n_articles, reg->n_blocks, reg->n_names);
    return 0;
}

int cmd_check(const Cli *cli, int argc, char **argv)
{
    char **args;
    int n, worst = 0, n_bad = 0;
    int rc = cli_options(cli, cli_command("check"), NULL, 0, argc, argv, &args, &n);

    if (rc >= 0)
        return rc;
    if (n == 0)
        return cli_usage(cli, "check", text_in(cli->lang, "which regulation?"));
    for (int i = 0; i < n; i++) {
        int code = check_one(cli, args[i]); /* not inside MAX, which takes it twice */
        worst = MAX(worst, code);
        n_bad += code != 0;
    }
    if (n > 1)
        printf(text_in(cli->lang, "%d regulations: %d without errors, %d with errors\n"), n,
               n - n_bad, n_bad);
    return worst;
}
