using System.ComponentModel.DataAnnotations;
using Fabrique.Domain;
using Fabrique.Domain.People;
using Fabrique.Domain.Work;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Tasks;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Reminders.WritePolicy;

/// <summary>What the form of a policy asks.</summary>
public abstract class PolicyFormPage(SubjectTypes subjects) : FormPage
{
    [BindProperty]
    [Display(Name = "Relances", Description = "Par rapport à J, le dernier jour, séparées par des virgules. Par exemple J-7, J-2, J+1 ouvré. Rien : aucune relance.")]
    [TextLength(NamedReminderPolicy.TextLength)]
    public string? Text { get; set; }

    [BindProperty]
    [Display(Name = "En cas de retard, prévenir", Description = "Un rôle, ou une personne par sa place dans le dossier : le coach du produit, par exemple.")]
    public string? EscalatesTo { get; set; }

    [BindProperty]
    [Display(Name = "Ou prévenir une personne précise", Description = "Prénom et nom, ou adresse de courriel.")]
    [TextLength(StaffMember.EmailLength)]
    public string? EscalatesToPerson { get; set; }

    [BindProperty]
    [Display(Name = "Après combien de jours ouvrés de retard", Description = "Par exemple 3.")]
    [Range(1, NamedReminderPolicy.MostDays, ErrorMessage = "Écrivez un nombre de jours ouvrés de 1 à 60.")]
    public int? EscalatesAfter { get; set; }

    public IReadOnlyList<DsfrOption> Told => [new("", "Personne"), .. TaskAssignees.Known(subjects).Select(known => new DsfrOption(known.Value, known.Text))];

    protected string? ToldOrNull => string.IsNullOrEmpty(EscalatesTo) ? null : EscalatesTo;

    protected string ToldPerson => Texts.Line(EscalatesToPerson);

    /// <summary>Days count only when somebody is told.</summary>
    protected int? DaysOrNull => ToldOrNull is null && ToldPerson.Length == 0 ? null : EscalatesAfter;

    protected override string FieldOf(Refusal refusal) => refusal.Code switch
    {
        "policy-told" => nameof(EscalatesTo),
        "policy-told-twice" or "person-left" or "person-unknown" or "person-ambiguous" => nameof(EscalatesToPerson),
        _ => "",
    };
}
