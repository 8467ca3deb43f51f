using Fabrique.Domain.Calls;

namespace Fabrique.Web.Features.Calls;

/// <summary>A step that the team takes with a call that has closed.</summary>
/// <param name="Event">Which.</param>
/// <param name="Action">What its button says.</param>
/// <param name="What">What it means, before it is taken.</param>
/// <param name="Done">That it was taken.</param>
public sealed record CallStep(CallEvent Event, string Action, string What, string Done);

public static class CallSteps
{
    private static readonly CallStep[] All =
    [
        new(CallEvent.StartReview, "Passer en examen", "L’appel est montré comme « en examen » : les candidatures reçues sont examinées. Les délais personnels en cours restent valables.", "L’appel passe en examen."),
        new(CallEvent.Decide, "Marquer comme décidé", "L’appel est montré comme « décidé » : toutes ses candidatures ont leur réponse. Plus aucun délai personnel ne peut être accordé.", "L’appel est décidé."),
        new(CallEvent.Archive, "Archiver l’appel", "L’appel est montré comme « archivé », et plus rien n’en change. Sa page reste publique, ses candidatures restent lisibles.", "L’appel est archivé."),
    ];

    public static CallStep Of(CallEvent occurred) => All.Single(step => step.Event == occurred);

    /// <summary>The next one; null when the procedure, or nobody, takes it.</summary>
    public static CallStep? After(CallStatus status) => Array.Find(All, step => CallForApplications.States.Allows(status, step.Event));
}
