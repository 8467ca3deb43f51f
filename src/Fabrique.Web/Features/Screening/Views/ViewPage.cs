using System.ComponentModel.DataAnnotations;
using Fabrique.Domain;
using Fabrique.Domain.Screening;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Screening.Views;

/// <summary>What the pages where a view is kept share.</summary>
public abstract class ViewPage(ScreeningFrames frames, Actor actor) : FormPage
{
    [BindProperty]
    [Display(Name = "Nom de la vue")]
    [Required(ErrorMessage = "Donnez un nom à la vue.")]
    [TextLength(ScreeningView.NameLength)]
    public string? Name { get; set; }

    [BindProperty]
    [Display(Name = "La partager avec l’équipe")]
    public bool IsShared { get; set; }

    [BindProperty]
    [Display(Name = "Ouvrir l’instruction avec cette vue")]
    public bool IsDefault { get; set; }

    public ScreeningFrame Frame { get; private set; } = null!;

    public bool MayShare => Actor.MayScreen();

    protected Actor Actor => actor;

    /// <summary>What the list is narrowed to, in French; one sentence for each filter.</summary>
    public IReadOnlyList<string> Filters => ScreeningWords.Tell(Frame);

    protected string CleanName => Texts.Line(Name);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        Frame = await frames.ReadAsync(Request.Query, cancellationToken);
        return true;
    }
}
