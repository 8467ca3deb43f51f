using Fabrique.Domain;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Platform.Wording;
using Fabrique.Workflows;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Procedures.ShowProcedure;

/// <summary>One procedure: its versions, what an upgrade proposes, its history.</summary>
[Authorize(Policies.AdministrationReader)]
public sealed class ShowProcedureModel(
    ProcedureReader reader, ProcedureAudit audit, ActivityRegistry registry, RevertProcedureHandler revert, AdoptShippedHandler adopt, KeepOursHandler keep, Actor actor) : ProcedurePage(reader, actor)
{
    private readonly ProcedureReader reader = reader;

    /// <summary>The version concerned by the button pressed.</summary>
    [BindProperty]
    public int Version { get; set; }

    /// <summary>The version that was in force when the page was shown.</summary>
    [BindProperty]
    public string? InForceId { get; set; }

    public string? Description { get; private set; }

    /// <summary>What the shipped version that waits would change; none when no version waits.</summary>
    public IReadOnlyList<DefinitionChange> ProposedChanges { get; private set; } = [];

    public IReadOnlyList<ProcedureRecord> History { get; private set; } = [];

    public string PublishedBy(WorkflowVersionSummary version) => ProcedureAuthors.Of(version, History) ?? "";

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public Task<IActionResult> OnPostRevertAsync(CancellationToken cancellationToken) => ActAsync(
        token => revert.HandleAsync(new RevertProcedure { DefinitionId = DefinitionId, Version = Version }, token),
        $"Un brouillon reprend la version\u00a0{Version}. La version en vigueur n’a pas changé\u00a0: publiez le brouillon pour qu’il s’applique.",
        cancellationToken);

    public Task<IActionResult> OnPostAdoptAsync(CancellationToken cancellationToken) => ActAsync(
        token => adopt.HandleAsync(new AdoptShipped { DefinitionId = DefinitionId, Version = Version, InForceId = InForceId is { Length: > 0 } id ? id : null }, token),
        $"La version\u00a0{Version}, livrée avec le logiciel, est en vigueur. Les exécutions en cours gardent leur version.",
        cancellationToken);

    public Task<IActionResult> OnPostKeepAsync(CancellationToken cancellationToken) => ActAsync(
        token => keep.HandleAsync(new KeepOurs { DefinitionId = DefinitionId, Version = Version }, token),
        $"Votre version est gardée\u00a0: la version\u00a0{Version}, livrée avec le logiciel, n’est plus proposée.",
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!await base.LoadAsync(cancellationToken))
        {
            return false;
        }

        var current = Procedure.InForce ?? Procedure.Latest;
        var opened = await reader.OpenAsync([current, Procedure.Proposed], cancellationToken);
        var before = opened.TryGetValue(current.Id, out var version) ? WorkflowDocument.Parse(version.Json) : null;
        Description = before?.Description;
        if (before is not null && Procedure.Proposed is { } proposed && opened.TryGetValue(proposed.Id, out var shipped))
        {
            ProposedChanges = DefinitionDifference.Between(before, WorkflowDocument.Parse(shipped.Json), registry, WorkflowSentences.Tell).Changes;
        }

        History = await audit.ReadAsync(DefinitionId, cancellationToken);
        return true;
    }

    private async Task<IActionResult> ActAsync(Func<CancellationToken, Task<Outcome>> act, string done, CancellationToken cancellationToken)
    {
        if (!MayAct)
        {
            return Forbid();
        }

        return await SubmitAsync(
            act,
            () =>
            {
                TempData.Confirm(done);
                return LocalRedirect(ProcedureLinks.Show(DefinitionId));
            },
            cancellationToken);
    }
}
