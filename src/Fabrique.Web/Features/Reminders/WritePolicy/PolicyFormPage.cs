using System.ComponentModel.DataAnnotations;
using Fabrique.Domain.People;
using Fabrique.Domain.Work;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.Pages;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Reminders.WritePolicy;

/// <summary>What the form of a policy asks.</summary>
public abstract class PolicyFormPage : FormPage
{
    [BindProperty]
    [Display(Name = "Relances", Description = "Par rapport à J, le dernier jour, séparées par des virgules. Par exemple J-7, J-2, J+1 ouvré. Rien : aucune relance.")]
    [TextLength(NamedReminderPolicy.TextLength)]
    public string? Text { get; set; }

    [BindProperty]
    [Display(Name = "En cas de retard, prévenir")]
    public string? EscalatesToRole { get; set; }

    [BindProperty]
    [Display(Name = "Après combien de jours ouvrés de retard", Description = "Par exemple 3.")]
    [Range(1, NamedReminderPolicy.MostDays, ErrorMessage = "Écrivez un nombre de jours ouvrés de 1 à 60.")]
    public int? EscalatesAfter { get; set; }

    public static IReadOnlyList<DsfrOption> Roles { get; } =
        [new("", "Personne"), .. AppRoles.All.Select(role => new DsfrOption(role, $"{char.ToUpperInvariant(AppRoles.Label(role)[0])}{AppRoles.Label(role)[1..]}"))];

    protected string? RoleOrNull => string.IsNullOrEmpty(EscalatesToRole) ? null : EscalatesToRole;

    /// <summary>Days count only when somebody is told.</summary>
    protected int? DaysOrNull => RoleOrNull is null ? null : EscalatesAfter;
}
