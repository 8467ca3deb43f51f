using System.Text.RegularExpressions;
using Fabrique.Testing;
using Fabrique.Workflows.Api.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Workflows.Api.Tests;

/// <summary>Every path of the Elsa 3.8 contract: served under its permission, or left out for a reason.</summary>
public sealed partial class ContractTests
{
    private const string Anybody = "";

    /// <summary>"METHOD path" of the contract, and the permission that opens it.</summary>
    private static readonly (string Endpoint, string Permission)[] Served =
    [
        ("GET workflow-definitions", "read:workflow-definitions"),
        ("GET workflow-definitions/by-definition-id/{}", "read:workflow-definitions"),
        ("GET workflow-definitions/by-id/{}", "read:workflow-definitions"),
        ("GET workflow-definitions/many-by-id", "read:workflow-definitions"),
        ("GET workflow-definitions/query/count", "read:workflow-definitions"),
        ("GET workflow-definitions/validation/is-name-unique", "read:workflow-definitions"),
        ("GET workflow-definitions/subgraph/{}", "read:workflow-definitions"),
        ("GET workflow-definitions/subgraph/segments/{}", "read:workflow-definitions"),
        ("GET workflow-definitions/{}/consumers", "read:workflow-definitions"),
        ("GET workflow-definitions/{}/versions", "read:workflow-definitions"),
        ("POST workflow-definitions", "write:workflow-definitions"),
        ("POST workflow-definitions/{}/publish", "publish:workflow-definitions"),
        ("POST workflow-definitions/{}/retract", "retract:workflow-definitions"),
        ("POST workflow-definitions/{}/revert/{}", "publish:workflow-definitions"),
        ("DELETE workflow-definitions/{}", "delete:workflow-definitions"),
        ("DELETE workflow-definition-versions/{}", "delete:workflow-definitions"),
        ("DELETE workflow-definitions/{}/version/{}", "delete:workflow-definitions"),
        ("POST bulk-actions/delete/workflow-definitions/by-definition-id", "delete:workflow-definitions"),
        ("POST bulk-actions/delete/workflow-definitions/by-id", "delete:workflow-definitions"),
        ("POST bulk-actions/publish/workflow-definitions/by-definition-ids", "publish:workflow-definitions"),
        ("POST bulk-actions/retract/workflow-definitions/by-definition-ids", "retract:workflow-definitions"),
        ("GET workflow-definitions/{}/export", "read:workflow-definitions"),
        ("POST workflow-definitions/{}/export", "read:workflow-definitions"),
        ("POST bulk-actions/export/workflow-definitions", "read:workflow-definitions"),
        ("POST workflow-definitions/import", "write:workflow-definitions"),
        ("PUT workflow-definitions/{}/import", "write:workflow-definitions"),
        ("POST workflow-definitions/import-files", "write:workflow-definitions"),
        ("POST workflow-definitions/{}/update-references", "publish:workflow-definitions"),
        ("GET workflow-definitions/{}/execute", "exec:workflow-definitions"),
        ("POST workflow-definitions/{}/execute", "exec:workflow-definitions"),
        ("POST workflow-definitions/{}/dispatch", "exec:workflow-definitions"),
        ("POST workflow-definitions/{}/bulk-dispatch", "exec:workflow-definitions"),
        ("GET workflow-instances", "read:workflow-instances"),
        ("POST workflow-instances", "read:workflow-instances"),
        ("GET workflow-instances/{}", "read:workflow-instances"),
        ("GET workflow-instances/{}/execution-state", "read:workflow-instances"),
        ("GET workflow-instances/{}/journal", "read:workflow-instances"),
        ("POST workflow-instances/{}/journal", "read:workflow-instances"),
        ("GET workflow-instances/{}/variables", "read:workflow-instances"),
        ("POST workflow-instances/{}/variables", "write:workflow-instances"),
        ("DELETE workflow-instances/{}", "delete:workflow-instances"),
        ("POST bulk-actions/delete/workflow-instances/by-id", "delete:workflow-instances"),
        ("POST cancel/workflow-instances/{}", "cancel:workflow-instances"),
        ("POST bulk-actions/cancel/workflow-instances", "cancel:workflow-instances"),
        ("GET workflow-instances/{}/export", "read:workflow-instances"),
        ("POST bulk-actions/export/workflow-instances", "read:workflow-instances"),
        ("POST bulk-actions/import/workflow-instances", "write:workflow-instances"),
        ("POST activity-executions/report", "read:activity-execution"),
        ("GET activity-executions/list", "read:activity-execution"),
        ("GET activity-execution-summaries/list", "read:activity-execution"),
        ("GET activity-executions/by-id", "read:activity-execution"),
        ("GET activity-executions/{}/call-stack", "read:activity-execution"),
        ("GET descriptors/activities", "read:activity-descriptors"),
        ("POST descriptors/activities/{}/options/{}", "read:activity-descriptors-options"),
        ("GET descriptors/expression-descriptors", "read:expression-descriptors"),
        ("GET descriptors/workflow-activation-strategies", "read:workflow-activation-strategies"),
        ("GET descriptors/incident-strategies", "read:incident-strategies"),
        ("GET descriptors/log-persistence-strategies", "read:log-persistence-strategies"),
        ("GET descriptors/commit-strategies/workflows", "read:commit-strategies"),
        ("GET descriptors/commit-strategies/activities", "read:commit-strategies"),
        ("GET descriptors/storage-drivers", "read:storage-drivers"),
        ("GET descriptors/variables", "read:variable-descriptors"),
        ("GET descriptors/output-converters", "read:output-converters"),
        ("GET features/installed", "read:installed-features"),
        ("GET features/installed/{}", "read:installed-features"),
        ("POST scripting/javascript/type-definitions/{}", "read:javascript-type-definitions"),
        ("POST tests/activities", "exec:tests"),
        ("POST events/{}/trigger", "trigger:event"),
        ("POST tasks/{}/complete", "tasks:complete"),
        ("GET package/version", Anybody),
        ("GET resilience/retries/{}", "read:activity-execution"),
        ("POST alterations/workflows/retry", "run:alterations"),
        // Where the links named "self" lead.
        ("GET workflow-definitions/{}", "read:workflow-definitions"),
    ];

    /// <summary>What is not served, and why: nothing here asks for it.</summary>
    private static readonly (string Endpoint, string Reason)[] LeftOut =
    [
        ("GET events/trigger", "no expression issues the token that it takes"),
        ("GET bookmarks/resume", "no expression issues the token that it takes"),
        ("POST bookmarks/resume", "no expression issues the token that it takes"),
        ("GET admin/workflow-runtime/status", "the runtime has no switch: /sante tells how it is"),
        ("POST admin/workflow-runtime/pause", "the runtime has no switch: a step is a transaction, so a process may stop at any time"),
        ("POST admin/workflow-runtime/resume", "the runtime has no switch"),
        ("POST admin/workflow-runtime/force-drain", "nothing has to be drained before a stop"),
        ("GET bookmark-queue/dead-letters", "a stimulus that nobody awaits is a row of the inbox, which the administration shows"),
        ("POST alterations/submit", "the administration moves instances, after a report"),
        ("POST alterations/run", "the administration moves instances, after a report"),
        ("POST alterations/dry-run", "the administration reports before it moves instances"),
        ("POST actions/workflow-definitions/refresh", "a version is compiled when it is asked for: no registry has to be refreshed"),
        ("POST actions/workflow-definitions/reload", "definitions are read from the database each time"),
    ];

    [Fact]
    public async Task Every_path_of_the_contract_is_served_under_its_permission_or_left_out_for_a_reason()
    {
        await using var host = await ApiHost.StartAsync(Engine.Sqlite);
        var endpoints = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/elsa/api/", StringComparison.Ordinal))
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []).Select(method => (Endpoint: $"{method} {PathOf(endpoint)}", Permission: PermissionOf(endpoint))))
            .Where(served => served.Endpoint != $"GET {ApiHost.BarePath[1..]}")
            .ToList();

        Assert.Equal(Served.OrderBy(row => row.Endpoint, StringComparer.Ordinal), endpoints.OrderBy(row => row.Endpoint, StringComparer.Ordinal));
        Assert.All(LeftOut, row => Assert.NotEmpty(row.Reason));
        foreach (var (endpoint, _) in LeftOut)
        {
            var (method, path) = (endpoint.Split(' ')[0], endpoint.Split(' ')[1]);
            await host.SendAsync(new HttpMethod(method), path, status: 404);
        }
    }

    private static string PathOf(RouteEndpoint endpoint) => Parameter.Replace(endpoint.RoutePattern.RawText!["/elsa/api/".Length..], "{}");

    private static string PermissionOf(RouteEndpoint endpoint) =>
        endpoint.Metadata.OfType<AuthorizationPolicy>().SelectMany(policy => policy.Requirements).OfType<PermissionRequirement>().SelectMany(requirement => requirement.AnyOf).SingleOrDefault(Anybody);

    [GeneratedRegex(@"\{[^}]+\}", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Parameter { get; }
}
