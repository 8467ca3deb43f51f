using System.ComponentModel.DataAnnotations;
using Fabrique.Domain.People;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Delegations.EnterDelegation;

/// <summary>The team, or an administrator, enters the absence of somebody else.</summary>
[Authorize(Policies.TeamOrAdministrator)]
public sealed class EnterDelegationModel(DelegationReader reader, EnterDelegationHandler handler, Substitutions substitutions) : DelegationFormPage(reader, handler, substitutions)
{
    [BindProperty]
    [Display(Name = "Qui est absent", Description = "Son prénom et son nom, ou son adresse de courriel.")]
    [Required(ErrorMessage = "Dites qui est absent.")]
    [TextLength(StaffMember.EmailLength)]
    public string? Person { get; set; }

    [BindProperty]
    [Display(Name = "Motif", Description = "Lu par les personnes concernées et par l’équipe de la Fabrique. N’y écrivez rien de médical.")]
    [Required(ErrorMessage = "Dites pourquoi vous enregistrez l’absence de quelqu’un d’autre : la personne le lira.")]
    [TextLength(Delegation.ReasonLength)]
    public override string? Reason { get; set; }

    protected override string? Away => Person!.Trim();

    protected override string After => DelegationLinks.All;
}
