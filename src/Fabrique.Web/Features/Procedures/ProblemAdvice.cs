using System.Collections.Frozen;
using Fabrique.Web.Features.Applications.CollectOpinions;
using Fabrique.Web.Features.Panels.Procedure;
using Fabrique.Web.Features.Applications.RequestApproval;
using Fabrique.Web.Features.Products.StartCycle;
using Fabrique.Web.Features.Work.DoTask;
using Fabrique.Web.Platform.Drawings;
using Fabrique.Workflows;

namespace Fabrique.Web.Features.Procedures;

/// <summary>What to do about each kind of problem.</summary>
internal static class ProblemAdvice
{
    private const string Damaged = "Le fichier a été modifié hors de l’éditeur\u00a0: corrigez-le, ou importez une version saine.";
    private const string AddAgain = "Supprimez l’étape et ajoutez-la de nouveau depuis la palette.";

    public static FrozenDictionary<ProblemCode, string> All { get; } = new Dictionary<ProblemCode, string>
    {
        [ProblemCodes.UnreadableFile] = "Donnez à l’application le droit de lire ce fichier, puis recommencez.",
        [ProblemCodes.InvalidJson] = Damaged,
        [ProblemCodes.MalformedValue] = Damaged,
        [ProblemCodes.MissingDefinitionId] = "Donnez un identifiant à la procédure dans son fichier («\u00a0definitionId\u00a0»), puis importez-la de nouveau.",
        [ProblemCodes.DuplicateDefinitionId] = "Donnez un autre identifiant («\u00a0definitionId\u00a0») à l’un des deux fichiers.",
        [ProblemCodes.MissingRoot] = "Ouvrez la procédure dans l’éditeur et ajoutez-y une première étape.",
        [ProblemCodes.UnknownActivationStrategy] = "Choisissez une condition de démarrage dans les réglages de la procédure.",
        [ProblemCodes.UnknownExecutionMode] = "Choisissez un mode d’exécution dans les réglages du schéma, ou laissez celui par défaut.",
        [ProblemCodes.UnknownMergeMode] = "Choisissez de nouveau comment cette étape réunit les flèches qui y arrivent.",
        [ProblemCodes.UnknownActivityType] = "Remplacez l’étape par une étape de la palette\u00a0: celle-ci vient d’un autre logiciel.",
        [ProblemCodes.UnpublishedComposite] = "Publiez d’abord la procédure que cette étape utilise, ou supprimez l’étape.",
        [ProblemCodes.SelfUsingComposite] = "Supprimez l’étape par laquelle la procédure s’utilise elle-même.",
        [ProblemCodes.UnusableComposite] = "Dans les réglages de la procédure utilisée, autorisez son emploi comme étape, puis publiez-la.",
        [ProblemCodes.MissingActivityId] = AddAgain,
        [ProblemCodes.DuplicateActivityId] = "Supprimez l’une des deux étapes et ajoutez-la de nouveau depuis la palette.",
        [ProblemCodes.NestedTooDeep] = "Sortez une partie des étapes de leurs blocs, ou faites-en une autre procédure.",
        [ProblemCodes.MissingInput] = "Ouvrez l’étape dans l’éditeur et renseignez cette entrée.",
        [ProblemCodes.UnreadableInput] = "Ouvrez l’étape dans l’éditeur et corrigez l’expression ou la valeur de cette entrée.",
        [ProblemCodes.UnreadableOutput] = "Ouvrez l’étape dans l’éditeur et choisissez de nouveau où va cette sortie.",
        [ProblemCodes.UnknownOutputTarget] = "Choisissez pour cette sortie une variable ou une sortie déclarée.",
        [ProblemCodes.UnreadableDeclaration] = "Corrigez le type ou la valeur initiale dans l’onglet des variables, des entrées ou des sorties.",
        [ProblemCodes.DuplicateVariableId] = "Supprimez l’une des deux variables et ajoutez-la de nouveau.",
        [ProblemCodes.UnknownVariable] = "Déclarez la variable dans l’onglet des variables, ou choisissez-en une autre.",
        [ProblemCodes.UndeclaredVariable] = "Déclarez la variable dans l’onglet des variables, ou corrigez son nom dans l’expression.",
        [ProblemCodes.UnknownFunction] = "Corrigez le nom de la fonction, ou déclarez la variable qu’elle devait lire.",
        [ProblemCodes.UnknownName] = "Corrigez ce nom, ou mettez-le entre guillemets si c’est un texte.",
        [ProblemCodes.BareVariable] = "Écrivez «\u00a0variables.\u00a0» devant le nom.",
        [ProblemCodes.UnknownFilter] = "Corrigez le nom du filtre, ou retirez-le.",
        [ProblemCodes.UndeclaredResult] = "Déclarez ce résultat dans les sorties de la procédure, ou corrigez son nom.",
        [ProblemCodes.DanglingConnection] = "Supprimez cette liaison et tracez-la de nouveau entre deux étapes.",
        [ProblemCodes.UnknownOutcome] = "Supprimez la liaison qui part de cette issue, et partez d’une issue que l’étape propose.",
        [ProblemCodes.UnreachableActivity] = "Reliez cette étape à une étape précédente, ou supprimez-la.",
        [ProblemCodes.EntryIntoLoop] = "Faites revenir la flèche à la première étape de la boucle.",
        [ProblemCodes.LaunchRing] = "Vérifiez que l’une de ces procédures attend ou choisit avant de lancer la suivante\u00a0; sinon, supprimez l’un des lancements.",
        [ProblemCodes.RestlessLoop] = "Ajoutez dans la boucle une étape qui attend (délai, tâche, événement).",
        [ProblemCodes.EndlessLoop] = "Faites sortir de la boucle l’une des réponses, ou laissez-la sans suite pour que la branche s’y termine.",
        [ProblemCodes.ImpossibleJoin] = "Faites arriver ces branches sur une étape ordinaire, ou choisissez «\u00a0WaitAny\u00a0» comme mode de la jonction.",
        [ProblemCodes.EmptyDrawing] = "Ouvrez la procédure dans l’éditeur et ajoutez-y une première étape.",
        [ProblemCodes.OddDelay] = "Vérifiez l’unité du délai (jours, heures, minutes) et son signe.",
        [ProblemCodes.ArrowAfterEnding] = "Supprimez la flèche qui part de cette étape, ou remplacez l’étape par une autre qui ne termine pas.",
        [ProblemCodes.TriggerInTheMiddle] = "Décochez «\u00a0Trigger workflow\u00a0» dans les réglages de l’étape, sauf si elle doit aussi lancer des exécutions.",
        [ProblemCodes.UnreadableTrigger] = "Ouvrez l’étape dans l’éditeur et corrigez ce qui la déclenche\u00a0: rien de l’exécution n’est encore connu à ce moment.",
        [ProblemCodes.UnreadableCron] = "Écrivez cinq champs séparés par des espaces, par exemple «\u00a00 9 * * 1\u00a0» pour chaque lundi à 9\u00a0h.",
        [ProblemCodes.UnreadableRoute] = "Écrivez un chemin simple, par exemple «\u00a0commandes/{id}\u00a0».",
        [ProblemCodes.UnreadableStatusCode] = "Écrivez un code de réponse, par exemple 200 ou 404.",
        [InputRule.UnreadableReminders] = "Corrigez la relance citée. Des exemples\u00a0: «\u00a0J-1, J+2\u00a0», «\u00a0J-5, J-2, J\u00a0», «\u00a0J-7, J-2, J+1 ouvré, J+3 ouvrés\u00a0»\u00a0; J est le dernier jour, et rien ne veut dire aucune relance.",
        [InputRule.DelayOutOfRange] = "Ouvrez l’étape dans l’éditeur et corrigez le délai.",
        [InputRule.ValueNotInList] = "Ouvrez l’étape dans l’éditeur et choisissez une valeur de la liste.",
        [RunTaskRule.TaskOfAProgram] = "Remplacez-la par «\u00a0Tâche\u00a0» si une personne doit la faire.",
        [AudienceRule.NobodyThere] = "Donnez ce rôle à quelqu’un avant que l’étape ne vienne, ou choisissez un autre rôle.",
        [AudienceRule.Crowd] = "Vérifiez que chacune de ces personnes est concernée\u00a0: la publication le demandera.",
        [ProcedureTrial.AlwaysFails] = "Simulez la procédure pour voir ce parcours, puis corrigez l’étape dans l’éditeur.",
        [MessageRule.UnknownMessage] = "Choisissez un message qui existe, ou demandez à l’équipe technique d’ajouter celui-ci.",
        [CycleRule.Length] = "Ouvrez l’étape dans l’éditeur et écrivez un nombre entier de mois, de 1 à 36.",
        [ApprovalRule.Naming] = "Ouvrez l’étape dans l’éditeur et corrigez le délai donné pour nommer un responsable.",
        [JuryRule.Number] = "Ouvrez l’étape dans l’éditeur et écrivez un nombre dans ces limites.",
        [OpinionsRule.Number] = "Ouvrez l’étape dans l’éditeur et écrivez un nombre entier\u00a0; 0 veut dire tous les avis demandés.",
        [AudienceRule.TooFew] = "Demandez moins d’avis, ou donnez le rôle à d’autres personnes avant que l’étape ne vienne.",
        [TaskRule.TitleLength] = "Écrivez un intitulé court, et dites le reste dans les consignes.",
        [TaskRule.InstructionsLength] = "Raccourcissez les consignes.",
        [TaskRule.UnknownPerson] = "Choisissez un rôle dans la liste, ou écrivez une adresse de courriel.",
        [TaskRule.EscalationDelay] = "Ouvrez l’étape dans l’éditeur et corrigez le délai avant d’alerter.",
        [TaskRule.Outcomes] = "Écrivez une issue par réponse possible, toutes différentes et courtes.",
        [TaskRule.UnreadableForm] = "Corrigez la ligne du formulaire citée\u00a0: un libellé, puis au besoin «\u00a0:\u00a0» et le genre de réponse.",
    }.ToFrozenDictionary();

    public static string For(DefinitionProblem problem) => All.GetValueOrDefault(problem.Code, "Demandez à l’équipe technique ce que ce problème veut dire.");
}
