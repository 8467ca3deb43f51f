using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.Score;

/// <summary>A criterion, as the form has it; one without a label is left out.</summary>
public sealed class CriterionRow
{
    /// <summary>Empty when it is new.</summary>
    public string? Code { get; set; }

    [Display(Name = "Intitulé", Description = "Vide : le critère est retiré.")]
    [TextLength(Criterion.LabelLength)]
    public string? Label { get; set; }

    [Display(Name = "Poids")]
    [Range(1, Criterion.HeaviestWeight, ErrorMessage = "Le poids va de 1 à 100.")]
    public int? Weight { get; set; }

    [Display(Name = "Barème")]
    public string? Scale { get; set; }

    [Display(Name = "Aide", Description = "Ce que veulent dire les notes.")]
    [TextLength(Criterion.GuidanceLength)]
    public string? Guidance { get; set; }

    [Display(Name = "Un commentaire est demandé")]
    public bool RequiresComment { get; set; }
}

/// <summary>« Grille d’évaluation ».</summary>
[Authorize(Policies.TeamOrAdministrator)]
public sealed class ChangeGridModel(FabriqueDbContext db, PanelReader reader, ScoringReader scoring, ChangeGridHandler handler, ReviseGridHandler reviser) : FormPage
{
    private const int BlankRows = 2;

    private static readonly Scale[] Scales = [new(0, 3, 1), new(0, 5, 1), new(0, 5, 0.5m), new(0, 10, 1), new(0, 20, 1)];

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public int? Version { get; set; }

    [BindProperty]
    public List<CriterionRow> Criteria { get; set; } = [];

    public Panel Panel { get; private set; } = null!;

    /// <summary>Null as long as there is none.</summary>
    public ScoringGrid? Grid { get; private set; }

    /// <summary>Those offered, and those that the grid has already.</summary>
    public IReadOnlyList<DsfrOption> ScaleChoices => [.. Scales.Concat(Grid?.Criteria.Select(criterion => criterion.Scale) ?? []).Distinct().Select(scale => new DsfrOption(Write(scale), Tell(scale)))];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        Version = Grid?.Version;
        Criteria = Grid is not null
            ? [.. Grid.Criteria.Select(criterion => new CriterionRow { Code = criterion.Code, Label = criterion.Label, Weight = criterion.Weight, Scale = Write(criterion.Scale), Guidance = criterion.Guidance, RequiresComment = criterion.RequiresComment })]
            : [.. (await db.Calls.Where(call => call.Id == Panel.SubjectId).Select(call => call.Criteria).SingleAsync(cancellationToken)).Take(ScoringGrid.MostCriteria).Select(label => Blank(Texts.Clip(label, Criterion.LabelLength)))];
        AddBlanks();
        return Page();
    }

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new ChangeGrid(Id, Version, Read()), token),
        () =>
        {
            TempData.Confirm("La grille est enregistrée.");
            return LocalRedirect(PanelLinks.Grid(Id));
        },
        cancellationToken);

    public Task<IActionResult> OnPostReviseAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => reviser.HandleAsync(new ReviseGrid(Id, Grid?.Id ?? Guid.Empty), token),
        () =>
        {
            TempData.Confirm("La nouvelle version est prête à être changée.");
            return LocalRedirect(PanelLinks.Grid(Id));
        },
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (await reader.FindReadableAsync(Id, cancellationToken) is not { } panel)
        {
            return false;
        }

        (Panel, Grid) = (panel, await scoring.FindGridAsync(panel.Id, cancellationToken));
        return true;
    }

    protected override Task ShowFreshAsync(CancellationToken cancellationToken)
    {
        ModelState.Remove(nameof(Version));
        Version = Grid?.Version;
        return Task.CompletedTask;
    }

    public static string Tell(Scale scale) => string.Create(CultureInfo.GetCultureInfo("fr-FR"), $"De {scale.Min:0.##} à {scale.Max:0.##}{(scale.Step == 1 ? "" : $", par {scale.Step:0.##}")}");

    private static string Write(Scale scale) => string.Create(CultureInfo.InvariantCulture, $"{scale.Min:0.####}-{scale.Max:0.####}-{scale.Step:0.####}");

    private static CriterionRow Blank(string? label = null) => new() { Label = label, Weight = 1, Scale = Write(Scales[1]) };

    private void AddBlanks()
    {
        for (var i = 0; i < BlankRows && Criteria.Count < ScoringGrid.MostCriteria; i++)
        {
            Criteria.Add(Blank());
        }
    }

    private List<CriterionDraft> Read()
    {
        var known = Scales.Concat(Grid?.Criteria.Select(criterion => criterion.Scale) ?? []).ToList();
        var next = 1 + Criteria.Select(row => row.Code).Concat(Grid?.Criteria.Select(criterion => criterion.Code) ?? [])
            .Select(code => code is ['c', .. var digits] && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .DefaultIfEmpty(0)
            .Max();
        var drafts = new List<CriterionDraft>();
        foreach (var row in Criteria.Where(row => !string.IsNullOrWhiteSpace(row.Label)))
        {
            var code = Grid?.Find(row.Code ?? "") is { } same ? same.Code : string.Create(CultureInfo.InvariantCulture, $"c{next++}");
            drafts.Add(new CriterionDraft(code, Texts.Line(row.Label), Texts.Lines(row.Guidance), row.Weight ?? 1, known.Find(scale => Write(scale) == row.Scale) ?? Scales[1], row.RequiresComment));
        }

        return drafts;
    }
}
