using Fabrique.Workflows;

namespace Fabrique.Web.Features.Procedures;

/// <summary>Something wrong in a procedure, as an administrator reads it.</summary>
/// <param name="IsBlocking">It keeps the procedure from being published.</param>
/// <param name="Step">Name of the step; null when it concerns the whole procedure.</param>
/// <param name="Reason">What is wrong.</param>
/// <param name="Advice">What to do.</param>
public sealed record ReviewedProblem(bool IsBlocking, string? Step, string Reason, string Advice);

/// <summary>Reviews a stored version, with the messages that this product has.</summary>
public sealed class ProcedureReview(WorkflowCatalog catalog, ActivityRegistry registry)
{
    public async Task<IReadOnlyList<ReviewedProblem>> ReviewAsync(WorkflowVersion version, CancellationToken cancellationToken)
    {
        var document = WorkflowDocument.Parse(version.Json);
        var names = DefinitionNames.Of(document, registry);
        return
        [
            .. (await ProblemsAsync(document, cancellationToken)).Select(problem => new ReviewedProblem(
                problem.Severity == ProblemSeverity.Error,
                problem.ActivityId.Length == 0 ? null : names.GetValueOrDefault(problem.ActivityId) is { Length: > 0 } name ? name : registry.Find(problem.ActivityType)?.Metadata.DisplayName ?? problem.ActivityType,
                Sentence(problem.Reason),
                ProblemAdvice.For(problem))),
        ];
    }

    private async Task<IReadOnlyList<DefinitionProblem>> ProblemsAsync(WorkflowDocument document, CancellationToken cancellationToken)
    {
        try
        {
            return await catalog.CheckAsync(document, cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidOperationException or InvalidCastException or FormatException)
        {
            return [new DefinitionProblem(ProblemSeverity.Error, "", "", $"une valeur n’a pas la forme attendue ({exception.Message})")];
        }
    }

    private static string Sentence(string reason) => reason.Length == 0 ? reason : $"{char.ToUpper(reason[0], Common.FrenchCulture.Instance)}{reason.AsSpan(1)}";
}

/// <summary>What to do about a problem, by what it says.</summary>
internal static class ProblemAdvice
{
    private const string Otherwise = "Ouvrez cette étape dans l’éditeur et corrigez le réglage nommé ci-contre.";

    private static readonly (string Part, string Advice)[] Known =
    [
        ("obligatoire", "Ouvrez l’étape dans l’éditeur et renseignez cette entrée."),
        ("le message «", "Choisissez un message qui existe, ou demandez à l’équipe technique d’ajouter celui-ci."),
        ("aucun chemin ne mène", "Reliez cette étape à une étape précédente, ou supprimez-la."),
        ("ce déclencheur a des flèches entrantes", "Décochez « Déclenche le circuit » dans les réglages de l’étape, sauf si elle doit aussi lancer des instances."),
        ("termine le schéma", "Supprimez la flèche qui part de cette étape, ou remplacez l’étape par une autre qui ne termine pas."),
        ("ne joint pas deux activités", "Supprimez cette liaison et tracez-la de nouveau entre deux étapes."),
        ("l’issue «", "Supprimez la liaison qui part de cette issue, et partez d’une issue que l’étape propose."),
        ("le type d’activité est inconnu", "Remplacez l’étape par une étape de la palette : celle-ci vient d’un autre logiciel."),
        ("déclarée nulle part", "Déclarez la variable dans l’onglet des variables, ou corrigez son nom dans l’expression."),
        ("la variable «", "Déclarez la variable dans l’onglet des variables, ou choisissez-en une autre."),
        ("tourne sans pause", "Ajoutez dans la boucle une étape qui attend (délai, tâche, événement)."),
        ("entre au milieu d’une boucle", "Faites revenir la flèche à la première étape de la boucle."),
        ("la sortie «", "Choisissez pour cette sortie une variable ou une sortie déclarée."),
        ("ne déclare pas le résultat", "Déclarez ce résultat dans les sorties de la procédure, ou corrigez son nom."),
        ("stratégie d’activation", "Choisissez une condition de démarrage dans les réglages de la procédure."),
        ("même identifiant", "Supprimez l’une des deux étapes et ajoutez-la de nouveau depuis la palette."),
        ("n’a pas d’identifiant", "Supprimez l’étape et ajoutez-la de nouveau depuis la palette."),
        ("activité racine", "Ouvrez la procédure dans l’éditeur et ajoutez-y une première étape."),
        ("s’emboîtent", "Sortez une partie des étapes de leurs blocs, ou faites-en une autre procédure."),
        ("ne se lit pas", "Ouvrez l’étape dans l’éditeur et corrigez l’expression ou la valeur."),
        ("doit être", "Le fichier a été modifié hors de l’éditeur : corrigez-le, ou importez une version saine."),
        ("n’a pas la forme attendue", "Le fichier a été modifié hors de l’éditeur : corrigez-le, ou importez une version saine."),
    ];

    public static string For(DefinitionProblem problem) => Known.FirstOrDefault(known => problem.Reason.Contains(known.Part, StringComparison.Ordinal)).Advice ?? Otherwise;
}
