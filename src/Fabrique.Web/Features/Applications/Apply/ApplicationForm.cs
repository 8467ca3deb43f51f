using System.ComponentModel.DataAnnotations;
using Fabrique.Domain.Applications;
using Fabrique.Web.Kernel.Pages;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Fabrique.Web.Features.Applications.Apply;

/// <summary>What the applicant types.</summary>
public sealed class ApplicationForm
{
    [Display(Name = "Titre de votre idée", Description = "Un nom, puis l’idée en une ligne. Par exemple : « Ombrelle – repérer les lieux invivables en canicule ».")]
    [TextLength(ApplicationContent.TitleLength)]
    public string? Title { get; set; }

    [Display(Name = "Le problème", Description = "Qui le rencontre, combien de fois, ce qu’il coûte : donnez des chiffres, même approximatifs.")]
    [TextLength(ApplicationContent.TextLength)]
    public string? Problem { get; set; }

    [Display(Name = "La solution envisagée", Description = "Ce que le service numérique ferait, le plus simplement possible.")]
    [TextLength(ApplicationContent.TextLength)]
    public string? Solution { get; set; }

    [Display(Name = "Les premiers usagers et partenaires", Description = "Les personnes ou les services avec qui vous commenceriez.")]
    [TextLength(ApplicationContent.TextLength)]
    public string? FirstUsers { get; set; }

    public static ApplicationForm From(ApplicationContent content) => new()
    {
        Title = content.Title,
        Problem = content.Problem,
        Solution = content.Solution,
        FirstUsers = content.FirstUsers,
    };

    public ApplicationContent ToContent() =>
        new(Text.Normalise(Title), Text.Normalise(Problem), Text.Normalise(Solution), Text.Normalise(FirstUsers));

    /// <summary>Marks what is missing for a submission; a draft may lack anything.</summary>
    public void RequireAll(ModelStateDictionary modelState, string prefix)
    {
        Require(Title, nameof(Title), "Donnez un titre à votre idée.");
        Require(Problem, nameof(Problem), "Décrivez le problème.");
        Require(Solution, nameof(Solution), "Décrivez la solution envisagée.");
        Require(FirstUsers, nameof(FirstUsers), "Nommez les premiers usagers et partenaires.");

        void Require(string? value, string name, string message)
        {
            if (string.IsNullOrWhiteSpace(value))
            {
                modelState.AddModelError($"{prefix}.{name}", message);
            }
        }
    }
}
