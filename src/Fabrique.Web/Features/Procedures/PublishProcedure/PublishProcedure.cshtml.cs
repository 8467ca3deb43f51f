using System.Text.Json;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Platform.Wording;
using Fabrique.Workflows;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Procedures.PublishProcedure;

/// <summary>« Publier »: what would change, for whom, and what stands in the way.</summary>
[Authorize(Policies.AdministrationReader)]
public sealed class PublishProcedureModel(
    ProcedureReader reader, ProcedureReview review, ProcedureAudit audit, ActivityRegistry registry, PublishProcedureHandler handler, Actor actor) : ProcedurePage(reader, actor)
{
    private static readonly WorkflowDocument Nothing = WorkflowDocument.Parse("{}");

    private readonly ProcedureReader reader = reader;

    [BindProperty]
    public string? VersionId { get; set; }

    [BindProperty]
    public string? ContentHash { get; set; }

    [BindProperty]
    public string? InForceId { get; set; }

    /// <summary>Whether the crowds that it writes to are meant.</summary>
    [BindProperty]
    public bool IsCrowdConfirmed { get; set; }

    /// <summary>The differences that the page showed: a JSON array of sentences.</summary>
    [BindProperty]
    public string? Shown { get; set; }

    /// <summary>What would be published; null when there is nothing to publish.</summary>
    public WorkflowVersion? Candidate { get; private set; }

    /// <summary>The version that the candidate is compared to; null when none was ever published.</summary>
    public WorkflowVersionSummary? Reference { get; private set; }

    public IReadOnlyList<DefinitionChange> Changes { get; private set; } = [];

    /// <summary>What is wrong in the candidate; null when there is nothing to publish.</summary>
    public ReviewedVersion? Review { get; private set; }

    /// <summary>What was done last; null when the trail is empty.</summary>
    public ProcedureRecord? LastAct { get; private set; }

    /// <summary>What whoever publishes has to confirm.</summary>
    public IReadOnlyList<ReviewedProblem> Crowds => [.. (Review?.Problems ?? []).Where(problem => problem.IsToConfirm)];

    public bool IsBlocked => Review is { Errors: > 0 };

    /// <summary>Somebody began the draft before the version that is in force now was brought by an upgrade or by another.</summary>
    public bool IsDraftOlder => Candidate is not null && Procedure.InForce is { } inForce && inForce.Version > Candidate.Version;

    public string ShownNow => JsonSerializer.Serialize(Changes.Select(change => change.Sentence));

    /// <summary>Differences that the page did not show when it was sent.</summary>
    public IEnumerable<string> AppearedSince => Changes.Select(change => change.Sentence).Except(ReadShown(), StringComparer.Ordinal);

    /// <summary>Differences that are no longer.</summary>
    public IEnumerable<string> GoneSince => ReadShown().Except(Changes.Select(change => change.Sentence), StringComparer.Ordinal);

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!MayAct)
        {
            return Forbid();
        }

        var number = 0;
        return await SubmitAsync(
            token =>
            {
                number = Procedure.Versions.FirstOrDefault(version => version.Id == VersionId)?.Version ?? 0;
                return handler.HandleAsync(
                    new PublishProcedure { DefinitionId = DefinitionId, VersionId = VersionId ?? "", ContentHash = ContentHash ?? "", InForceId = InForceId is { Length: > 0 } id ? id : null, IsCrowdConfirmed = IsCrowdConfirmed },
                    token);
            },
            () =>
            {
                TempData.Confirm($"La version\u00a0{number} est en vigueur\u00a0: les prochaines exécutions la suivront. Celles qui sont en cours gardent leur version, jusqu’à ce que vous les migriez.");
                return LocalRedirect(ProcedureLinks.Show(DefinitionId));
            },
            cancellationToken);
    }

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!await base.LoadAsync(cancellationToken))
        {
            return false;
        }

        Reference = Procedure.InForce ?? Procedure.Versions.Where(version => version.PublishedAt is not null).MaxBy(version => version.PublishedAt);
        var opened = await reader.OpenAsync([Procedure.Candidate, Reference], cancellationToken);
        Candidate = opened.GetValueOrDefault(Procedure.Candidate?.Id ?? "");
        LastAct = await audit.ReadAsync(DefinitionId, cancellationToken) is [var last, ..] ? last : null;
        if (Candidate is not null)
        {
            var before = opened.TryGetValue(Reference?.Id ?? "", out var reference) ? WorkflowDocument.Parse(reference.Json) : Nothing;
            Changes = DefinitionDifference.Between(before, WorkflowDocument.Parse(Candidate.Json), registry, WorkflowSentences.Tell).Changes;
            Review = await review.DrawAsync(Procedure, Candidate, "Problèmes de ce qui serait publié", MayAct, cancellationToken);
        }

        return true;
    }

    private List<string> ReadShown()
    {
        try
        {
            return Shown is { Length: > 0 } ? JsonSerializer.Deserialize<List<string>>(Shown)?.OfType<string>().ToList() ?? [] : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
