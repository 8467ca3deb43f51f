using Fabrique.Web.Kernel.Telemetry;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Fabrique.Web.Features.ErrorPages;

/// <summary>What a person reads when a request cannot be answered: what happened, and what to do. Shown in place of any empty error answer.</summary>
[AllowAnonymous]
public sealed class ErrorModel : PageModel
{
    /// <summary>Key of <see cref="HttpContext.Items"/> for a sentence more precise than the status.</summary>
    public const string SentenceKey = "error-sentence";

    public string Heading { get; private set; } = "";

    public string Sentence { get; private set; } = "";

    /// <summary>What to quote to the team; shown when the fault is the application's.</summary>
    public string? IncidentId { get; private set; }

    // After an exception the status is already chosen, and the address says 500 whatever it is.
    public void OnGet(int code) => Explain(HttpContext.Features.Get<IExceptionHandlerFeature>() is null ? code : Response.StatusCode);

    private void Explain(int code)
    {
        (Heading, Sentence) = code switch
        {
            400 => ("Demande refusée", "Cette demande ne peut pas être traitée, et rien n’a été enregistré. Revenez à la page précédente, copiez ce que vous y avez écrit, rechargez-la, puis recommencez."),
            401 => ("Votre session est terminée", "Rien n’a été enregistré : connectez-vous, puis recommencez."),
            403 => ("Accès refusé", "Vous êtes connecté·e, mais cette page est réservée à d’autres personnes. Si vous devriez y avoir accès, écrivez à l’équipe de la Fabrique."),
            404 => ("Page introuvable", "Cette page n’existe pas, ou elle ne vous est pas destinée. Vérifiez l’adresse, ou partez de votre espace."),
            405 => ("Demande refusée", "Cette page ne peut pas être ouverte de cette façon. Partez de l’accueil."),
            409 => ("Informations modifiées entre-temps", "Quelqu’un a modifié ces informations pendant que vous les lisiez. Rechargez la page, puis recommencez."),
            410 => ("Ce n’est plus disponible", "Ce que vous demandez a été gardé pendant un temps, puis détruit. Partez de votre espace."),
            413 => ("Envoi trop volumineux", "Ce que vous envoyez dépasse un mégaoctet. Revenez à la page précédente et raccourcissez vos textes : votre saisie y est encore."),
            503 => ("Service momentanément indisponible", "Nous ne pouvons pas confirmer votre demande. Recommencez dans quelques minutes : elle ne sera pas enregistrée deux fois."),
            _ => ("Une erreur s’est produite", "Rien n’a été enregistré à moitié. Recommencez dans un instant ; si cela se répète, écrivez à l’équipe de la Fabrique en citant l’incident."),
        };
        Sentence = HttpContext.Items[SentenceKey] as string ?? Sentence;
        IncidentId = code >= 500 ? FabriqueTelemetry.CorrelationId(HttpContext) : null;
        Response.StatusCode = code is >= 400 and < 600 ? code : StatusCodes.Status404NotFound;
    }
}
