using System.ComponentModel.DataAnnotations;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.Timelines;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Fabrique.Web.Features.Dsfr;

/// <summary>Every component in every state, for those who build pages and for the tests that look at them. It exists in Development only.</summary>
[AllowAnonymous]
public sealed class IndexModel(IWebHostEnvironment environment) : PageModel
{
    public static IReadOnlyList<DsfrOption> Themes { get; } =
    [
        new("eau", "Eau et biodiversité"),
        new("logement", "Logement", "Rénovation, adaptation, accès"),
        new("transport", "Transports", Disabled: true),
    ];

    public static IReadOnlyList<DsfrMenuItem> Menu { get; } =
    [
        new("Vue d’ensemble", "/_dsfr", IsCurrent: true),
        new("Procédures", "#") { Children = [new("Appel", "#"), new("Candidature", "#") { Children = [new("Simulation", "#")] }] },
        new("Messages", "#"),
    ];

    public static TimelineModel Story { get; } = new(
        [
            new(new DateTime(2026, 9, 1, 7, 0, 0, DateTimeKind.Utc), "Candidature déposée.", "Une agente"),
            new(new DateTime(2026, 9, 1, 7, 0, 5, DateTimeKind.Utc), "Accusé de réception envoyé."),
            new(new DateTime(2026, 9, 8, 13, 30, 0, DateTimeKind.Utc), "Avis favorable de la direction du numérique, avec une réserve sur le calendrier.", "Une directrice"),
            new(new DateTime(2026, 9, 9, 13, 30, 0, DateTimeKind.Utc), "Note de l’équipe : vérifier l’existant auprès de l’opérateur.", "L’équipe", IsInternal: true),
        ],
        [
            new("Avis de la direction de l’eau", "une direction", new DateOnly(2026, 9, 15), IsLate: true),
            new("Décision de l’équipe", "l’équipe de la Fabrique", new DateOnly(2026, 10, 1), Href: "#"),
            new("Pièce complémentaire", "la personne candidate"),
        ],
        new("La lettre de décision sera envoyée, puis l’incubation commencera si le projet est retenu."));

    public GalleryForm Empty { get; } = new();

    public GalleryForm Filled { get; } = new()
    {
        Title = "Suivre l’état des haies depuis le terrain",
        Email = "agente@exemple.gouv.fr",
        Problem = "Les agents recopient trois fois les mêmes relevés.\n\nIls perdent une journée par semaine.",
        Start = new DateOnly(2026, 3, 29),
        Theme = "logement",
        Audiences = ["eau", "logement"],
        ManagerKnows = true,
        Budget = 12_500.5m,
    };

    public GalleryForm Refused { get; } = new()
    {
        Title = "Un titre",
        Email = "pas une adresse",
        Problem = new string('x', 300),
        Theme = "",
    };

    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (!environment.IsDevelopment())
        {
            context.Result = NotFound();
        }
    }

    public void OnGet() => AddErrors();

    private void AddErrors()
    {
        foreach (var (field, sentence) in new[]
        {
            (nameof(GalleryForm.Title), "Le titre compte au moins dix caractères."),
            (nameof(GalleryForm.Email), "L’adresse n’est pas valide : écrivez-la sous la forme nom@domaine.fr."),
            (nameof(GalleryForm.Problem), "Le problème compte 300 caractères : 200 au plus sont permis."),
            (nameof(GalleryForm.Start), "Choisissez une date."),
            (nameof(GalleryForm.Theme), "Choisissez un domaine."),
            (nameof(GalleryForm.Kind), "Choisissez un type de projet."),
            (nameof(GalleryForm.Audiences), "Choisissez un public au moins."),
            (nameof(GalleryForm.ManagerKnows), "Votre hiérarchie doit être prévenue avant le dépôt."),
        })
        {
            ModelState.AddModelError($"{nameof(Refused)}.{field}", sentence);
        }

        ModelState.AddModelError("", "L’appel ferme dans une heure.");
    }

    public sealed class GalleryForm
    {
        [Display(Name = "Titre du projet", Description = "En une ligne, sans sigle.")]
        [StringLength(120)]
        public string Title { get; init; } = "";

        [Display(Name = "Adresse électronique")]
        [EmailAddress]
        public string? Email { get; init; }

        [Display(Name = "Problème rencontré", Description = "Ce que vivent les agents ou les usagers.")]
        [StringLength(200)]
        public string Problem { get; init; } = "";

        [Display(Name = "Date de début")]
        public DateOnly? Start { get; init; }

        [Display(Name = "Domaine")]
        public string Theme { get; init; } = "";

        [Display(Name = "Type de projet")]
        public string? Kind { get; init; }

        [Display(Name = "Publics")]
        public IReadOnlyList<string> Audiences { get; init; } = [];

        [Display(Name = "Ma hiérarchie est prévenue")]
        public bool ManagerKnows { get; init; }

        [Display(Name = "Budget estimé", Description = "En euros.")]
        public decimal? Budget { get; init; }
    }
}
