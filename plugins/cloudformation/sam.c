/* SPDX-License-Identifier: Apache-2.0
 * The Serverless Application Model: Globals go into the resources, and the resources SAM would make
 * of its own are emitted too, so that a rule about AWS::Lambda::Function also sees a serverless
 * one. */
#include "cfn.h"

enum { ID_MAX = 255 };      /* bytes of a logical id, by CloudFormation's rules */

static const char serverless[] = "AWS::Serverless::";

/* ---- globals ---- */

static bool plain_map(cfn *c, const tnk_value *v)
{
    tnk_str name;
    const tnk_value *arg;
    return c->h->kind(v) == TNK_MAP && !cfn_call(c, v, &name, &arg);
}

static const tnk_value *merge(cfn *c, const tnk_value *global, const tnk_value *own);

static const tnk_value *merge_lists(cfn *c, const tnk_value *global, const tnk_value *own)
{
    tnk_value *ret = c->h->list(c->run, c->h->span(own));
    for (size_t i = 0; i < c->h->count(global); i++)
        c->h->push(c->run, ret, c->h->at(global, i));
    for (size_t i = 0; i < c->h->count(own); i++)
        c->h->push(c->run, ret, c->h->at(own, i));
    return ret;
}

static const tnk_value *merge_maps(cfn *c, const tnk_value *global, const tnk_value *own)
{
    tnk_value *ret = c->h->map(c->run, c->h->span(own));
    for (size_t i = 0; i < c->h->count(global); i++) {
        const tnk_value *g = c->h->at(global, i);
        tnk_str key = c->h->key(c->run, g);
        const tnk_value *o = cfn_member(c, own, key);
        c->h->put(c->run, ret, key, c->h->key_span(c->run, o != NULL ? o : g),
                  o != NULL ? merge(c, g, o) : g);
    }
    for (size_t i = 0; i < c->h->count(own); i++) {
        const tnk_value *o = c->h->at(own, i);
        tnk_str key = c->h->key(c->run, o);
        if (cfn_member(c, global, key) == NULL)
            c->h->put(c->run, ret, key, c->h->key_span(c->run, o), o);
    }
    return ret;
}

/* Maps merge, lists follow each other, of anything else the resource's own wins. */
static const tnk_value *merge(cfn *c, const tnk_value *global, const tnk_value *own)
{
    const tnk_value *ret = own;
    if (!cfn_enter(c, c->h->span(own)))
        return own;
    cfn_spend(c, c->h->count(global) + c->h->count(own), c->h->span(own));
    if (c->h->kind(global) == TNK_LIST && c->h->kind(own) == TNK_LIST)
        ret = merge_lists(c, global, own);
    else if (plain_map(c, global) && plain_map(c, own))
        ret = merge_maps(c, global, own);
    cfn_leave(c);
    return ret;
}

const tnk_value *cfn_sam_properties(cfn *c, tnk_str type, const tnk_value *properties)
{
    size_t n = sizeof serverless - 1;
    if (!c->sam || !cfn_starts(type, serverless))
        return properties;
    const tnk_value *global = cfn_member(c, c->globals, (tnk_str){ type.ptr + n, type.len - n });
    if (c->h->kind(global) != TNK_MAP)
        return properties;
    return properties != NULL ? merge(c, global, properties) : global;
}

/* ---- the resources SAM makes ---- */

typedef struct rename {
    const char *from, *to;      /* to "A.B": the value goes into a map A */
} rename_t;

static const rename_t lambda[] = {
    {"FunctionName", "FunctionName"},
    {"Description", "Description"},
    {"Runtime", "Runtime"},
    {"Handler", "Handler"},
    {"MemorySize", "MemorySize"},
    {"Timeout", "Timeout"},
    {"Role", "Role"},
    {"Environment", "Environment"},
    {"VpcConfig", "VpcConfig"},
    {"KmsKeyArn", "KmsKeyArn"},
    {"Layers", "Layers"},
    {"FileSystemConfigs", "FileSystemConfigs"},
    {"ImageConfig", "ImageConfig"},
    {"PackageType", "PackageType"},
    {"Architectures", "Architectures"},
    {"SnapStart", "SnapStart"},
    {"EphemeralStorage", "EphemeralStorage"},
    {"LoggingConfig", "LoggingConfig"},
    {"CodeSigningConfigArn", "CodeSigningConfigArn"},
    {"RecursiveLoop", "RecursiveLoop"},
    {"RuntimeManagementConfig", "RuntimeManagementConfig"},
    {"ReservedConcurrentExecutions", "ReservedConcurrentExecutions"},
    {"InlineCode", "Code.ZipFile"},
    {"Tracing", "TracingConfig.Mode"},
    {"DeadLetterQueue", "DeadLetterConfig.TargetArn"},
    {NULL, NULL},
};
static const rename_t table[] = {
    { "TableName", "TableName" }, { "SSESpecification", "SSESpecification" },
    { "ProvisionedThroughput", "ProvisionedThroughput" },
    { "PointInTimeRecoverySpecification", "PointInTimeRecoverySpecification" }, { NULL, NULL },
};
static const rename_t stage[] = {
    {"StageName", "StageName"},
    {"AccessLogSetting", "AccessLogSetting"},
    {"TracingEnabled", "TracingEnabled"},
    {"MethodSettings", "MethodSettings"},
    {"Variables", "Variables"},
    {"CacheClusterSize", "CacheClusterSize"},
    {"CacheClusterEnabled", "CacheClusterEnabled"},
    {"CanarySetting", "CanarySetting"},
    {NULL, NULL},
};
static const rename_t http_stage[] = {
    {"StageName", "StageName"},           {"AccessLogSettings", "AccessLogSettings"},
    {"RouteSettings", "RouteSettings"},   {"DefaultRouteSettings", "DefaultRouteSettings"},
    {"StageVariables", "StageVariables"}, {NULL, NULL},
};
static const rename_t machine[] = {
    {"Name", "StateMachineName"},
    {"Type", "StateMachineType"},
    {"Role", "RoleArn"},
    {"Definition", "Definition"},
    {"Logging", "LoggingConfiguration"},
    {"Tracing", "TracingConfiguration"},
    {NULL, NULL},
};

static const struct {
    const char *sam, *type;
    const rename_t *properties;
} made[] = {
    { "AWS::Serverless::Function", "AWS::Lambda::Function", lambda },
    { "AWS::Serverless::SimpleTable", "AWS::DynamoDB::Table", table },
    { "AWS::Serverless::Api", "AWS::ApiGateway::Stage", stage },
    { "AWS::Serverless::HttpApi", "AWS::ApiGatewayV2::Stage", http_stage },
    { "AWS::Serverless::StateMachine", "AWS::StepFunctions::StateMachine", machine },
};

/* Put v at "A" or "A.B". A renamed map member (DeadLetterQueue.TargetArn) already has the inner
 * name. */
static void put_path(cfn *c, tnk_value *ret, const char *path, const tnk_value *v)
{
    const char *dot = strchr(path, '.');
    tnk_span at = c->h->span(v), key_at = c->h->key_span(c->run, v);
    tnk_str outer = { path, dot != NULL ? (size_t)(dot - path) : strlen(path) };
    if (dot != NULL && c->h->kind(v) != TNK_MAP) {
        tnk_value *in = c->h->map(c->run, at);
        c->h->put(c->run, in, (tnk_str){ dot + 1, strlen(dot + 1) }, key_at, v);
        v = in;
    }
    c->h->put(c->run, ret, outer, key_at, v);
}

/* Addresses are unique, so the made one is "Function@AWS::Lambda::Function"; it also goes by the
 * name of the resource it is made of, which is what references say. */
static void emit(cfn *c, const tnk_resource *sam, const char *type, const tnk_value *value)
{
    tnk_str t = cfn_str(type);
    tnk_str *names = c->h->alloc(c->run, (sam->n_names + 1) * sizeof *names);
    if (names == NULL)
        return;
    names[0] = sam->address;
    for (size_t i = 0; i < sam->n_names; i++)
        names[i + 1] = sam->names[i];
    tnk_resource r = *sam;
    r.kind = cfn_concat(c, TNK_LIT("cloudformation:"), t);
    r.address = cfn_concat(c, cfn_concat(c, sam->address, TNK_LIT("@")), t);
    r.value = value;
    r.names = names;
    r.n_names = sam->n_names + 1;
    c->h->resource(c->run, &r);
}

void cfn_sam_emit(cfn *c, const tnk_resource *sam, tnk_str type)
{
    size_t i = 0;
    while (i < sizeof made / sizeof *made && !cfn_is(type, made[i].sam))
        i++;
    if (!c->sam || i == sizeof made / sizeof *made)
        return;
    tnk_value *value = c->h->map(c->run, c->h->span(sam->value));
    for (const rename_t *p = made[i].properties; p->from != NULL; p++) {
        const tnk_value *v = cfn_member(c, sam->value, cfn_str(p->from));
        if (v != NULL)
            put_path(c, value, p->to, v);
    }
    const tnk_value *about = cfn_get(c, sam->value, "@");
    if (about != NULL)
        c->h->put(c->run, value, TNK_LIT("@"), c->h->key_span(c->run, about), about);
    emit(c, sam, made[i].type, value);
}

/* ---- names of resources SAM and modules make ---- */

/* "MyFunctionRole", "MyApi.Stage": made of a serverless resource or a module whose name they start
 * with. The implicit API is made of no resource in particular: *ret_logical_id is empty then. */
bool cfn_sam_generates(cfn *c, tnk_str name, tnk_span at, tnk_str *ret_logical_id)
{
    *ret_logical_id = (tnk_str){ "", 0 };
    if (c->sam && (cfn_starts(name, "ServerlessRestApi") || cfn_starts(name, "ServerlessHttpApi")
                   || cfn_starts(name, "ServerlessDeploymentApplication")))
        return true;
    size_t n = name.len < ID_MAX ? name.len : ID_MAX;
    for (cfn_spend(c, n, at); n > 0; n--) {
        tnk_str prefix = { name.ptr, n };
        const tnk_value *body = cfn_member(c, c->resources, prefix);
        tnk_str type = c->h->as_text(body != NULL ? cfn_get(c, body, "Type") : NULL);
        if ((c->sam && cfn_starts(type, serverless)) || cfn_ends(type, "::MODULE")) {
            *ret_logical_id = prefix;
            return true;
        }
    }
    return false;
}
