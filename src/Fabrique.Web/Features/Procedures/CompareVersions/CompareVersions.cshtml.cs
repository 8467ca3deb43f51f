using System.Globalization;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Time;
using Fabrique.Web.Platform.Drawings;
using Fabrique.Web.Platform.Wording;
using Fabrique.Workflows;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Procedures.CompareVersions;

/// <summary>« Comparer deux versions »: by default, what is in force and what came last; always from the older to the newer.</summary>
[Authorize(Policies.AdministrationReader)]
public sealed class CompareVersionsModel(ProcedureReader reader, ActivityRegistry registry, Actor actor) : ProcedurePage(reader, actor)
{
    private readonly ProcedureReader reader = reader;

    [BindProperty(SupportsGet = true, Name = "de")]
    public int? From { get; set; }

    [BindProperty(SupportsGet = true, Name = "a")]
    public int? To { get; set; }

    public WorkflowVersionSummary Before { get; private set; } = null!;

    public WorkflowVersionSummary After { get; private set; } = null!;

    public DefinitionDifference Difference { get; private set; } = null!;

    /// <summary>The earlier version, with what the later one has no more or otherwise.</summary>
    public ProcedurePicture PictureBefore { get; private set; } = null!;

    /// <summary>The later version, with what the earlier one had not or otherwise.</summary>
    public ProcedurePicture PictureAfter { get; private set; } = null!;

    public IReadOnlyList<DsfrOption> Options => [.. Procedure.Versions.Select(version => new DsfrOption(
        version.Version.ToString(CultureInfo.InvariantCulture),
        $"Version\u00a0{version.Version.ToString(CultureInfo.InvariantCulture)} ({ProcedureLabels.Of(version, Procedure).ToLower(FrenchCulture.Instance)})"))];

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!ModelState.IsValid || !await base.LoadAsync(cancellationToken))
        {
            return false;
        }

        var before = From is null ? Procedure.InForce ?? Procedure.Versions[^1] : Procedure.Find(From);
        var after = To is null ? Procedure.Versions.FirstOrDefault(version => version.Id != before?.Id) ?? before : Procedure.Find(To);
        var opened = await reader.OpenAsync([before, after], cancellationToken);
        if (before is null || after is null || !opened.TryGetValue(before.Id, out var was) || !opened.TryGetValue(after.Id, out var now))
        {
            return false;
        }

        // Whichever was asked for first, a comparison is read from the older to the newer.
        if (before.Version > after.Version)
        {
            (before, after, was, now) = (after, before, now, was);

            // The lists show the versions as they are compared, not as the address named them.
            ModelState.Clear();
        }

        (Before, After) = (before, after);
        var (earlier, later) = (WorkflowDocument.Parse(was.Json), WorkflowDocument.Parse(now.Json));
        Difference = DefinitionDifference.Between(earlier, later, registry, WorkflowSentences.Tell);
        PictureBefore = Draw(earlier, before, "avant");
        PictureAfter = Draw(later, after, "apres");
        return true;
    }

    private ProcedurePicture Draw(WorkflowDocument document, WorkflowVersionSummary version, string id) =>
        ProcedurePicture.Of(document, registry, id, $"Procédure «\u00a0{Procedure.Name}\u00a0», version\u00a0{version.Version.ToString(CultureInfo.InvariantCulture)}", DifferenceMarks.Of(Difference));
}
