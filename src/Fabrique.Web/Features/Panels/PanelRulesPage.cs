using System.ComponentModel.DataAnnotations;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Web.Kernel.Pages;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Panels;

/// <summary>A page on which the rules of a jury are chosen.</summary>
public abstract class PanelRulesPage : FormPage
{
    /// <summary>No jury has so many members.</summary>
    private const int MostMembers = 100;

    [BindProperty]
    [Display(Name = "Quorum", Description = "Combien de membres qui votent doivent être là. Qui s’est déporté d’une candidature n’est pas compté comme présent pour elle.")]
    [Required(ErrorMessage = "Choisissez le quorum dans la liste.")]
    public string? Quorum { get; set; }

    [BindProperty]
    [Display(Name = "Nombre de membres", Description = "Seulement si le quorum est un nombre de membres.")]
    [Range(1, MostMembers, ErrorMessage = "Le quorum va de 1 à 100 membres.")]
    public int? QuorumCount { get; set; }

    [BindProperty]
    [Display(Name = "Les suppléants comptent dans le quorum")]
    public bool CountsSubstitutes { get; set; }

    [BindProperty]
    [Display(Name = "Quelqu’un doit être là pour présider")]
    public bool RequiresChair { get; set; }

    [BindProperty]
    [Display(Name = "Majorité")]
    [Required(ErrorMessage = "Choisissez la majorité.")]
    public Majority? Majority { get; set; }

    [BindProperty]
    [Display(Name = "La présidence a voix prépondérante quand les voix sont partagées")]
    public bool ChairHasCastingVote { get; set; }

    [BindProperty]
    [Display(Name = "Le jury lit les candidatures sans les noms, jusqu’à l’audition", Description = "L’équipe relit la version anonymisée de chaque candidature avant que le jury ne la lise.")]
    public bool IsAnonymised { get; set; }

    /// <summary>Puts rules into the form.</summary>
    protected void Fill(PanelRules rules)
    {
        (Quorum, QuorumCount) = (PanelLabels.Write(rules.Quorum), rules.Quorum.OutOf is null && rules.Quorum.Count > 0 ? rules.Quorum.Count : null);
        (CountsSubstitutes, RequiresChair) = (rules.Quorum.CountsSubstitutes, rules.Quorum.RequiresChair);
        (Majority, ChairHasCastingVote, IsAnonymised) = (rules.Majority, rules.ChairHasCastingVote, rules.IsAnonymised);
    }

    /// <summary>Reads the rules, and goes on with them.</summary>
    protected Task<IActionResult> SubmitRulesAsync(Func<PanelRules, CancellationToken, Task<IActionResult>> submit, CancellationToken cancellationToken)
    {
        var quorum = PanelLabels.Read(Quorum, QuorumCount, CountsSubstitutes, RequiresChair);
        if (Quorum == PanelLabels.ByNumber && QuorumCount is null)
        {
            ModelState.AddModelError(nameof(QuorumCount), "Donnez le nombre de membres.");
        }
        else if (quorum is null && Quorum is not null)
        {
            ModelState.AddModelError(nameof(Quorum), "Choisissez le quorum dans la liste.");
        }

        return submit(new PanelRules(quorum ?? QuorumRule.None, Majority ?? default, ChairHasCastingVote) { IsAnonymised = IsAnonymised }, cancellationToken);
    }

    protected override string FieldOf(Refusal refusal) => refusal.Code == "quorum-impossible" ? nameof(Quorum) : "";
}
