using System.ComponentModel.DataAnnotations;
using Fabrique.Domain;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Reminders.WritePolicy;

/// <summary>« Nouvelle politique de relance ».</summary>
[Authorize(Policies.Administrator)]
public sealed class CreatePolicyModel(CreatePolicyHandler handler, SubjectTypes subjects) : PolicyFormPage(subjects)
{
    [BindProperty]
    [Display(Name = "Nom", Description = "Celui que l’on choisit dans les procédures ; il ne changera plus. Par exemple Avis des directions.")]
    [Required(ErrorMessage = "Donnez un nom à la politique.")]
    [TextLength(NamedReminderPolicy.NameLength)]
    public string? Name { get; set; }

    public void OnGet()
    {
    }

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new CreatePolicy { Name = Texts.Line(Name), Text = Texts.Line(Text), EscalatesTo = ToldOrNull, EscalatesToPerson = ToldPerson, EscalatesAfter = DaysOrNull }, token),
        () =>
        {
            TempData.Confirm("La politique est enregistrée : elle se choisit dans les étapes des procédures.");
            return LocalRedirect(PolicyLinks.All);
        },
        cancellationToken);

    protected override Task<bool> LoadAsync(CancellationToken cancellationToken) => Task.FromResult(true);
}
