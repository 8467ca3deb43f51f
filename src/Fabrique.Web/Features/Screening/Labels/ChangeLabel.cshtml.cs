using System.ComponentModel.DataAnnotations;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Screening;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Screening.Labels;

/// <summary>Changes a label, or does away with it.</summary>
[Authorize(Policies.TeamOrAdministrator)]
public sealed class ChangeLabelModel(FabriqueDbContext db, WriteLabelHandler write, RemoveLabelHandler remove) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    [Display(Name = "Nom de l’étiquette")]
    [TextLength(ScreeningLabel.NameLength)]
    public string? Name { get; set; }

    [BindProperty]
    [Display(Name = "Couleur")]
    public string? Colour { get; set; }

    [BindProperty]
    public int Version { get; set; }

    public ScreeningLabel Label { get; private set; } = null!;

    public int Count { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var shown = await ShowAsync(cancellationToken);
        if (Label is not null)
        {
            (Name, Colour, Version) = (Label.Name, Label.Colour, Label.Version);
        }

        return shown;
    }

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => write.HandleAsync(new WriteLabel { Id = Id, Version = Version, Name = Texts.Line(Name), Colour = Colour ?? "" }, token),
        () =>
        {
            TempData.Confirm("L’étiquette est changée.");
            return LocalRedirect(ScreeningLinks.Labels);
        },
        cancellationToken);

    public Task<IActionResult> OnPostRemoveAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => remove.HandleAsync(new RemoveLabel(Id), token),
        () =>
        {
            TempData.Confirm("L’étiquette est supprimée.");
            return LocalRedirect(ScreeningLinks.Labels);
        },
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (await db.ScreeningLabels.AsNoTracking().SingleOrDefaultAsync(label => label.Id == Id, cancellationToken) is not { } label)
        {
            return false;
        }

        Label = label;
        Count = await db.AppliedLabels.CountAsync(applied => applied.LabelId == Id, cancellationToken);
        return true;
    }

    protected override Task ShowFreshAsync(CancellationToken cancellationToken)
    {
        ModelState.Remove(nameof(Version));
        Version = Label.Version;
        return Task.CompletedTask;
    }
}
