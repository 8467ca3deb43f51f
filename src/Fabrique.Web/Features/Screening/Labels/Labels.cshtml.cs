using System.ComponentModel.DataAnnotations;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Screening;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Time;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Screening.Labels;

/// <param name="Mark">The label.</param>
/// <param name="Count">Applications that bear it.</param>
public sealed record LabelLine(ScreeningMark Mark, int Count);

/// <summary>How the colours of labels are called.</summary>
public static class LabelColours
{
    public static IReadOnlyList<DsfrOption> Options { get; } =
    [
        new("blue-cumulus", "Bleu clair"), new("blue-ecume", "Bleu"), new("green-emeraude", "Vert"), new("green-bourgeon", "Vert tendre"), new("green-tilleul-verveine", "Vert jaune"), new("green-menthe", "Vert d’eau"),
        new("green-archipel", "Bleu vert"), new("yellow-tournesol", "Jaune"), new("yellow-moutarde", "Moutarde"), new("orange-terre-battue", "Orange"), new("pink-tuile", "Rouge tuile"), new("pink-macaron", "Rose"),
        new("purple-glycine", "Violet"), new("brown-cafe-creme", "Café crème"), new("brown-caramel", "Caramel"), new("brown-opera", "Brun"), new("beige-gris-galet", "Gris"),
    ];

    public static string Of(string colour) => Options.FirstOrDefault(option => option.Value == colour)?.Label ?? colour;
}

/// <summary>« Étiquettes »: all of them, and a new one.</summary>
[Authorize(ScreeningModule.Reader)]
public sealed class LabelsModel(FabriqueDbContext db, WriteLabelHandler handler, Actor actor, TimeProvider clock) : FormPage
{
    [BindProperty]
    [Display(Name = "Nom de l’étiquette")]
    [Required(ErrorMessage = "Donnez un nom à l’étiquette.")]
    [TextLength(ScreeningLabel.NameLength)]
    public string Name { get; set; } = "";

    [BindProperty]
    [Display(Name = "Couleur")]
    [Required(ErrorMessage = "Choisissez la couleur dans la liste.")]
    public string Colour { get; set; } = LabelColours.Options[0].Value;

    public IReadOnlyList<LabelLine> Labels { get; private set; } = [];

    public bool MayAct => actor.MayScreen();

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => !MayAct ? Forbid() : await SubmitAsync(
        token => handler.HandleAsync(new WriteLabel { Id = Guid.CreateVersion7(clock.GetUtcNow()), Name = Texts.Line(Name), Colour = Colour }, token),
        () =>
        {
            TempData.Confirm($"L’étiquette « {Texts.Line(Name)} » est créée.");
            return LocalRedirect(ScreeningLinks.Labels);
        },
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        Labels = [.. (await db.ScreeningLabels
            .Select(label => new LabelLine(new ScreeningMark(label.Id, label.Name, label.Colour), db.AppliedLabels.Count(applied => applied.LabelId == label.Id)))
            .ToListAsync(cancellationToken)).OrderBy(line => line.Mark.Name, FrenchCulture.Names)];
        return true;
    }
}
