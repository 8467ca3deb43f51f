using System.ComponentModel.DataAnnotations;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Domain.Time;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.Anonymise;

/// <summary>« Version anonymisée » of an application: what it says on one side, what the jury will read on the other. The program proposes, a person reads and releases.</summary>
[Authorize(Policies.SignedIn)]
public sealed class PrepareReadingModel(FabriqueDbContext db, PanelReader reader, AnonymityDesk desk, Actor actor, SaveReadingHandler handler) : FormPage
{
    private const int LineLength = 60;
    private const int FewestRows = 3;
    private const int MostRows = 16;

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Reference { get; set; }

    /// <summary>Null on a first reading, or as long as nobody prepared it.</summary>
    [BindProperty]
    public int? Version { get; set; }

    /// <summary>What the person read: <see cref="ReadingSheet.Digest"/>.</summary>
    [BindProperty]
    public string? Seen { get; set; }

    [BindProperty]
    [Display(Name = "Lu par le jury : titre")]
    [TextLength(AnonymisedReading.TitleLength)]
    public string? Title { get; set; }

    /// <summary>By key of the question.</summary>
    [BindProperty]
    public Dictionary<string, string?> Texts { get; set; } = [];

    /// <summary>Keys of the files that may be read.</summary>
    [BindProperty]
    public List<string> Shown { get; set; } = [];

    public Panel Panel { get; private set; } = null!;

    public ReadingSheet Sheet { get; private set; } = null!;

    /// <summary>Why the reader does not prepare it; null when they may.</summary>
    public Refusal? WhyNot { get; private set; }

    /// <summary>Who did what, and when; null when nobody did anything.</summary>
    public string? Told { get; private set; }

    public IReadOnlyList<DsfrOption> FileChoices => [.. Sheet.Files.Select(file => new DsfrOption(file.Id.ToString("D"), file.Name))];

    private NameMask Mask { get; set; } = null!;

    private ReadingText Proposed { get; set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        (Version, Title) = (Sheet.Reading?.Version, Proposed.Title);
        Shown = [.. Proposed.ShownFiles.Select(file => file.ToString("D"))];
        return Page();
    }

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SaveAsync(isReleased: false, cancellationToken);

    public Task<IActionResult> OnPostReleaseAsync(CancellationToken cancellationToken) => SaveAsync(isReleased: true, cancellationToken);

    /// <summary>What was recognised in an answer.</summary>
    public IReadOnlyList<string> HiddenIn(ReadingSource part) => Mask.Apply(part.Text).Hidden;

    /// <summary>What the jury will read of an answer: what was kept of it, or what is proposed.</summary>
    public string TextOf(ReadingSource part) => Proposed.Parts.First(proposed => proposed.Key == part.Key).Text;

    public int RowsOf(ReadingSource part) => Math.Clamp(part.Text.Split('\n').Sum(line => 1 + (line.Length / LineLength)), FewestRows, MostRows);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (await reader.FindReadableAsync(Id, cancellationToken) is not { } panel || !actor.MayAnonymise(panel, reader.Today) || await desk.FindAsync(panel, Reference ?? "", cancellationToken) is not { } sheet)
        {
            return false;
        }

        (Panel, Sheet, WhyNot) = (panel, sheet, SaveReadingHandler.WhyNot(sheet, actor.Id));
        Mask = await desk.ReadMaskAsync(sheet.Application, cancellationToken);
        Proposed = AnonymisedReading.Propose(sheet.Reading, sheet.Title, sheet.Parts, Mask);
        if (sheet.Reading is { } reading)
        {
            var who = reading.ReleasedById ?? reading.PreparedById;
            var name = await db.StaffMembers.Where(person => person.Id == who).Select(person => person.FullName).SingleAsync(cancellationToken);
            Told = sheet.State switch
            {
                ReadingState.Released => $"Relue par {name}, le {FrenchDate.Instant(reading.ReleasedAt!.Value)}\u00a0: le jury peut la lire.",
                ReadingState.Outdated => $"La candidature a changé depuis que {name} l’a {(reading.IsReleased ? "relue" : "préparée")}\u00a0: le jury ne la lit pas. Ce qui a changé est proposé de nouveau\u00a0; le reste est tel qu’il avait été écrit.",
                _ => $"Préparée par {name}, le {FrenchDate.Instant(reading.PreparedAt)}\u00a0: le jury ne la lit pas encore.",
            };
        }

        return true;
    }

    protected override Task ShowFreshAsync(CancellationToken cancellationToken)
    {
        ModelState.Remove(nameof(Version));
        Version = Sheet.Reading?.Version;
        return Task.CompletedTask;
    }

    protected override string FieldOf(Refusal refusal) => refusal.Code is "reading-title-too-long" or "reading-untitled" ? nameof(Title) : "";

    private Task<IActionResult> SaveAsync(bool isReleased, CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(
            new SaveReading(
                Id,
                Sheet.Application.Id,
                Version,
                Seen ?? "",
                Domain.Texts.Line(Title),
                Texts.ToDictionary(text => text.Key, text => Domain.Texts.Lines(text.Value), StringComparer.Ordinal),
                [.. Shown.Select(key => Guid.TryParse(key, out var file) ? file : Guid.Empty)],
                isReleased),
            token),
        () =>
        {
            TempData.Confirm(isReleased ? "La version anonymisée est relue\u00a0: le jury peut la lire." : "La version anonymisée est enregistrée\u00a0: le jury ne la lit pas.");
            return LocalRedirect(PanelLinks.Readings(Id));
        },
        cancellationToken);
}
