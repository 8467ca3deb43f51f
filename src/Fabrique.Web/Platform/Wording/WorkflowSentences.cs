using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Fabrique.Workflows;

namespace Fabrique.Web.Platform.Wording;

/// <summary>What the workflow runtime tells by codes, in French. Spaces are as one types them: pages keep those that no line may break.</summary>
public static class WorkflowSentences
{
    private static readonly WordingFormat Format = new();

    /// <summary>A sentence by code; its places are filled by the arguments of the message.</summary>
    public static FrozenDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [ProblemCodes.UnreadableFile.Name] = "le fichier ne peut pas être lu : vérifiez ses droits",
        [ProblemCodes.InvalidJson.Name] = "{0}",
        [ProblemCodes.MalformedValue.Name] = "{0}",
        [ProblemCodes.MissingDefinitionId.Name] = "la définition n’a pas d’identifiant (definitionId)",
        [ProblemCodes.DuplicateDefinitionId.Name] = "l’identifiant « {0} » est déjà celui de {1}",
        [ProblemCodes.MissingRoot.Name] = "la définition n’a pas d’activité racine",
        [ProblemCodes.UnknownActivationStrategy.Name] = "la stratégie d’activation « {0} » est inconnue",
        [ProblemCodes.UnknownExecutionMode.Name] = "le mode d’exécution « {0} » n’existe pas",
        [ProblemCodes.UnknownMergeMode.Name] = "le mode de fusion « {0} » n’existe pas",
        [ProblemCodes.UnknownActivityType.Name] = "{0}",
        [ProblemCodes.UnpublishedComposite.Name] = "le circuit « {0} » n’est pas publié",
        [ProblemCodes.SelfUsingComposite.Name] = "le circuit « {0} » s’utilise lui-même",
        [ProblemCodes.UnusableComposite.Name] = "le circuit « {0} » n’est pas utilisable comme activité (usableAsActivity)",
        [ProblemCodes.MissingActivityId.Name] = "l’activité n’a pas d’identifiant : celui-ci lui est donné, et changera si le schéma change",
        [ProblemCodes.DuplicateActivityId.Name] = "deux activités portent le même identifiant",
        [ProblemCodes.NestedTooDeep.Name] = "les activités s’emboîtent sur plus de {0} niveaux",
        [ProblemCodes.MissingInput.Name] = "l’entrée obligatoire « {0} » manque",
        [ProblemCodes.UnreadableInput.Name] = "l’entrée « {0} » ne se lit pas : {1}",
        [ProblemCodes.UnreadableOutput.Name] = "la sortie « {0} » ne se lit pas",
        [ProblemCodes.UnknownOutputTarget.Name] = "la sortie « {0} » est liée à « {1} », qui n’est ni une variable ni une sortie du circuit",
        [ProblemCodes.UnreadableDeclaration.Name] = "{0} ne se lit pas : {1}",
        [ProblemCodes.DuplicateVariableId.Name] = "deux variables portent l’identifiant « {0} »",
        [ProblemCodes.UnknownVariable.Name] = "la variable « {0} » n’existe pas",
        [ProblemCodes.UndeclaredVariable.Name] = "la variable « {0} » n’est déclarée nulle part",
        [ProblemCodes.UndeclaredResult.Name] = "le circuit ne déclare pas le résultat « {0} »",
        [ProblemCodes.DanglingConnection.Name] = "la flèche de « {0} » ({1}) vers « {2} » ne joint pas deux activités de ce schéma",
        [ProblemCodes.UnknownOutcome.Name] = "l’issue « {0} » n’existe pas",
        [ProblemCodes.UnreachableActivity.Name] = "aucun chemin ne mène à cette activité",
        [ProblemCodes.EntryIntoLoop.Name] = "la flèche de retour vers « {0} » entre au milieu d’une boucle",
        [ProblemCodes.LaunchRing.Name] = "cette étape fait que la procédure se relance elle-même : {0}",
        [ProblemCodes.RestlessLoop.Name] = "la boucle que forment {0}{1} ne passe par aucune activité qui attend : elle tourne sans pause",
        [ProblemCodes.ArrowAfterEnding.Name] = "cette activité termine le schéma : la flèche qui en part ne sera jamais suivie",
        [ProblemCodes.TriggerInTheMiddle.Name] = "ce déclencheur est au milieu du circuit et y est marqué comme départ, ce que Studio fait de lui-même pour le premier déclencheur déposé : à la publication, {0} ; sélectionnez-le et décochez « Trigger workflow » (onglet « Common ») si ce n’est pas voulu",
        [ProblemCodes.UnreadableTrigger.Name] = "le déclencheur ne s’évalue pas : {0}",
        [ProblemCodes.UnreadableCron.Name] = "l’expression cron « {0} » ne se lit pas : donnez cinq champs (minute, heure, jour, mois, jour de la semaine), ou six en commençant par les secondes",
        [ProblemCodes.UnreadableRoute.Name] = "{0}",
        [ProblemCodes.UnreadableStatusCode.Name] = "le code de réponse attendu ne se lit pas : {0}",
        [MessageCodes.Said] = "{0}",
        [MessageCodes.JsonBreaks] = "le JSON ne se lit plus à partir de la ligne {0}, colonne {1}",
        [MessageCodes.JsonRepeatsProperty] = "un objet du JSON donne deux fois la même propriété",
        [MessageCodes.JsonIsNoObject] = "le fichier n’est pas une définition : elle serait un objet JSON",
        [MessageCodes.JsonIsUnreadable] = "le fichier n’est pas une définition JSON ({0})",
        [MessageCodes.NotAnActivity] = "« {0} » doit être une activité",
        [MessageCodes.NotAListOfObjects] = "« {0} » doit être une liste d’objets",
        [MessageCodes.NotAText] = "« {0} » doit être un texte",
        [MessageCodes.NotAnObject] = "« {0} » doit être un objet",
        [MessageCodes.UnexpectedShape] = "une valeur n’a pas la forme attendue ({0})",
        [MessageCodes.UnknownType] = "le type d’activité « {0} » est inconnu",
        [MessageCodes.MissingType] = "le type d’activité manque",
        [MessageCodes.TextExpected] = "un texte était attendu",
        [MessageCodes.WrongProperty] = "une de ses propriétés n’est pas du bon genre",
        [MessageCodes.TheVariable] = "la variable « {0} »",
        [MessageCodes.TheInput] = "l’entrée « {0} »",
        [MessageCodes.TheOutput] = "la sortie « {0} »",
        [MessageCodes.StartsHere] = "les instances commenceront ici et sauteront ce qui précède",
        [MessageCodes.StartsHereToo] = "il lancera aussi des instances à cet endroit",
        [MessageCodes.PathTooLong] = "le chemin dépasse {0} caractères",
        [MessageCodes.PathWithStrayBrace] = "le chemin « {0} » a une accolade de trop",
        [MessageCodes.PathWithReserved] = "le chemin « {0} » ne doit porter ni « ? » ni « # » ni « \\ »",
        [MessageCodes.UnknownLanguage] = "le langage « {0} » n’est pas connu",
        [MessageCodes.NotJson] = "le texte n’est pas du JSON ({0})",
        [MessageCodes.UnfitValue] = "« {0} » n’est pas une valeur de type {1}.",
        [MessageCodes.UnfitInput] = "L’entrée « {0} » du circuit ne reçoit pas cette valeur : {1}",
        [MessageCodes.UnfitOutput] = "La sortie « {0} » du circuit ne reçoit pas cette valeur : {1}",
        [MessageCodes.UnfitVariable] = "La variable « {0} » ne reçoit pas cette valeur : {1}",
        [MessageCodes.UndeclaredByWorkflow] = "le circuit n’en déclare aucune de ce nom.",
        [MessageCodes.WouldExceedState] = "l’état de l’instance dépasserait {0} octets.",
        [MessageCodes.StateTooLarge] = "L’état de l’instance dépasse {0} octets : c’est la limite.",
        [MessageCodes.InstanceOver] = "L’instance est terminée : ses variables ne changent plus.",
        [MessageCodes.UnevaluatedInput] = "Failed to evaluate activity input '{0}': {1}",
        [MessageCodes.VariableGone] = "La variable « {0} » n’existe pas ici.",
        [MessageCodes.NoVariable] = "La variable n’existe pas ici.",
        [MessageCodes.ActivityGone] = "L’activité « {0} » n’existe pas dans la version {1} de « {2} ».",
        [MessageCodes.NeverWaits] = "L’instance tourne sans jamais attendre : la boucle n’a pas de fin.",
        [MessageCodes.LaunchTooDeep] = "Plus de {0} lancements se suivent, chaque procédure lançant la suivante : l’une d’elles se relance sans doute elle-même.",
        [MessageCodes.InstanceLimit] = "L’instance dépasse {0:N0} {1} : elle tourne sans doute en rond.",
        [MessageCodes.ProcedureLimit] = "La procédure « {0} » dépasse {1:N0} {2} en une heure : elle tourne sans doute en rond, ou se relance elle-même.",
        [MessageCodes.Launches] = "lancements",
        [MessageCodes.Steps] = "étapes",
        [MessageCodes.Mails] = "courriels",
        [MessageCodes.Tasks] = "tâches",
        [MessageCodes.EnteredMidLoop] = "La flèche de retour entre au milieu d’une boucle.",
        [MessageCodes.InActivity] = "« {0} » : {1}",
        [MessageCodes.NotAList] = "L’entrée « {0} » n’est pas une liste.",
        [MessageCodes.NotAListBecause] = "L’entrée « {0} » n’est pas une liste : {1}",
        [MessageCodes.UnknownLevel] = "Le niveau « {0} » n’existe pas.",
        [MessageCodes.Failed] = "Le circuit signale un échec.",
        [MessageCodes.FailedWithCode] = "Le circuit signale un échec (code {0}).",
        [MessageCodes.IntervalNotPositive] = "l’intervalle « {0} » d’un déclencheur doit être positif",
        [MessageCodes.CronWithoutFuture] = "L’expression cron « {0} » ne désigne aucun instant à venir.",
        [MessageCodes.KeyTooLong] = "« {0}… » dépasse {1} caractères",
        [MessageCodes.ChildNotPublished] = "Le circuit « {0} » n’est pas publié.",
        [MessageCodes.ChildWithoutReport] = "Le circuit lancé n’a pas rendu compte de sa fin.",
        [MessageCodes.JournalFull] = "Le journal est plein ({0:N0} lignes) : la suite est comptée sans être écrite, sauf les échecs.",
        [MessageCodes.ValueCut] = "({0} caractères)",
        [MessageCodes.ScriptTooSlow] = "Le script n’a pas fini en {0} ms : c’est la limite.",
        [MessageCodes.ScriptPatternTooSlow] = "Une expression régulière du script n’a pas fini en {0} ms : c’est la limite.",
        [MessageCodes.ScriptTooLarge] = "Le script demande plus de {0:0.#} Mo de mémoire : c’est la limite.",
        [MessageCodes.ScriptTooDeep] = "Le script s’appelle lui-même sur plus de {0} niveaux : c’est la limite.",
        [MessageCodes.ScriptTooLong] = "Le script exécute plus de {0} instructions : c’est la limite.",
        [MessageCodes.ScriptFailed] = "{0} (ligne {1}, colonne {2})",
        [MessageCodes.TemplateTooSlow] = "Le modèle n’a pas fini en {0} ms : c’est la limite.",
        [MessageCodes.TemplateTooLarge] = "Le modèle demande plus de {0:0.#} Mo de mémoire : c’est la limite.",
        [MessageCodes.TemplateTooLong] = "Le modèle exécute plus de {0} instructions : c’est la limite.",
        [MessageCodes.TemplateRangeTooLong] = "L’intervalle de {0} à {1} est trop long : la limite est de {2} éléments.",
        [MessageCodes.TemplateListTooLong] = "Une liste du modèle compte plus de {0} éléments : c’est la limite.",
        [MessageCodes.ValueTooDeep] = "La valeur s’emboîte sur plus de {0} niveaux : c’est la limite.",
        [MessageCodes.NotAGuid] = "« {0} » n’est pas un Guid.",
        [MessageCodes.NotBase64] = "Le texte n’est pas du base64.",
        [MessageCodes.NotAnAddressRange] = "« {0} » n’est pas une plage d’adresses.",
        [MessageCodes.NotAHost] = "« {0} » n’est ni un hôte, ni un hôte avec son port, ni une plage d’adresses.",
        [MessageCodes.RequestTooLarge] = "Le contenu dépasse {0} octets. L’exploitant peut relever ce plafond par le réglage Workflows:Http:MaximumRequestBytes.",
        [MessageCodes.ResponseTooLarge] = "La réponse dépasse {0} octets. L’exploitant peut relever ce plafond par le réglage Workflows:Http:MaximumResponseBytes.",
        [MessageCodes.ResponseTooSlow] = "{0} n’a pas répondu entièrement en {1:0.###} s.",
        [MessageCodes.ResponseRefused] = "{0} a répondu {1}.",
        [MessageCodes.AddressNotPublic] = "L’adresse {0} n’est pas publique : un circuit ne peut pas l’appeler. L’exploitant peut l’ouvrir par le réglage Workflows:Http:AllowedHosts.",
        [MessageCodes.CallWithoutAnswer] = "L’appel n’a rien rapporté.",
        [MessageCodes.UrlNotComplete] = "L’entrée « Url » n’est pas une adresse http ou https complète.",
        [MessageCodes.UrlWithPassword] = "L’entrée « Url » porte un mot de passe : écrivez-le dans « Authorization ».",
        [MessageCodes.AuthorizationUnfit] = "L’entrée « Authorization » ne s’écrit pas dans un en-tête, par exemple « Bearer … ».",
        [MessageCodes.HeaderReserved] = "L’en-tête « {0} » est écrit par la connexion : retirez-le de « RequestHeaders ».",
        [MessageCodes.HeaderUnfit] = "L’en-tête « {0} » ne peut pas s’écrire : son nom ou sa valeur porte un caractère interdit.",
        [MessageCodes.HeadersNotAnObject] = "L’entrée « {0} » n’est pas un objet JSON : un nom et une valeur par en-tête.",
        [MessageCodes.MethodUnfit] = "« {0} » n’est pas une méthode que l’on peut envoyer.",
        [MessageCodes.StatusUnfit] = "« {0} » n’est pas un code de réponse entre 200 et 599.",
        [MessageCodes.NoRequest] = "Aucune requête n’accompagne la reprise.",
        [MessageCodes.NobodyAwaitsResponse] = "Aucune requête n’attend plus de réponse.",
        [MessageCodes.MailWithoutRecipient] = "Le courriel n’a pas de destinataire : remplissez l’entrée « To ».",
        [MessageCodes.NoMailer] = "Cette application n’envoie pas les courriels des circuits.",
        [MessageCodes.VersionShipped] = "La version {0} de « {1} » ne peut pas être supprimée : livrée avec le logiciel, elle reste, pour que les prochaines mises à jour sachent que vous la connaissez. Retirez-la si elle ne doit plus servir.",
        [MessageCodes.VersionInUse] = "La version {0} de « {1} » ne peut pas être supprimée : des instances y sont en cours ou attendent qu’un incident soit résolu. Annulez-les ou faites-les passer à une autre version d’abord.",
        [MessageCodes.MoveToOtherDefinition] = "la version visée est celle d’un autre circuit",
        [MessageCodes.MoveToSameVersion] = "elle est déjà sur cette version",
        [MessageCodes.MoveToDraft] = "la version visée n’a jamais été publiée : elle peut encore changer",
        [MessageCodes.MoveOfFinished] = "elle est terminée",
        [MessageCodes.MoveOfGone] = "elle n’existe plus",
        [MessageCodes.MoveOfUnreadable] = "son état ne se lit pas : {0}",
        [MessageCodes.MoveWithIncident] = "un incident est ouvert : résolvez-le d’abord, ou demandez à déplacer aussi les instances en incident",
        [MessageCodes.MoveWithoutBlock] = "le bloc « {0} » ({1}) où elle se trouve n’existe plus",
        [MessageCodes.MoveWithoutActivity] = "l’activité « {0} » ({1}) où elle attend n’existe plus",
        [MessageCodes.MoveToOtherType] = "l’activité « {0} » ({1}) a changé de type",
        [MessageCodes.MoveToOtherBlock] = "l’activité « {0} » ({1}) n’est plus dans le même bloc",
        [MessageCodes.MoveOfTokens] = "le schéma « {0} » ({1}) avance par jetons : l’instance reste sur sa version",
        [MessageCodes.MoveToUnfitVariable] = "la valeur de la variable « {0} » ne convient plus à son type : {1}",
        [MessageCodes.MoveLosesVariable] = "la variable « {0} » disparaît avec sa valeur",
        [MessageCodes.MoveAddsVariable] = "la variable « {0} » apparaît avec sa valeur initiale",
        [MessageCodes.SimulationTooSlow] = "le calcul a été arrêté après {0:0} secondes",
        [MessageCodes.SimulationTooFar] = "le circuit n’a pas de fin : {0} simulées n’y suffisent pas",
        [MessageCodes.SimulationTooLong] = "le circuit n’a pas de fin : {0} étapes n’y suffisent pas",
        [MessageCodes.Days] = "{0:0} journées",
        [MessageCodes.Years] = "{0:0} années",
        [MessageCodes.SimulationIncident] = "un incident arrête le circuit",
        [MessageCodes.SimulationUndelivered] = "un circuit demandé ne peut pas être lancé",
        [MessageCodes.SimulationNotPublished] = "Le circuit « {0} » n’est pas publié : il ne peut pas être lancé.",
        [MessageCodes.SimulationBlocked] = "le circuit attend sans fin : {0}",
        [MessageCodes.MorePaths] = "d’autres chemins existent : seuls les {0} premiers ont été explorés",
        [MessageCodes.MoreChoices] = "au-delà de {0} choix, seule la réponse habituelle a été suivie",
        [MessageCodes.UnknownQuestion] = "Aucune activité à laquelle répondre ne s’appelle « {0} ». Activités possibles : {1}.",
        [MessageCodes.NoQuestion] = "Aucune activité à laquelle répondre ne s’appelle « {0} ». Ce circuit ne demande aucune réponse.",
        [MessageCodes.Question] = "« {0} » ({1})",
        [MessageCodes.UnknownAnswer] = "« {0} » n’est pas une issue de « {1} ». Issues possibles : {2}.",
        [MessageCodes.Yes] = "oui",
        [MessageCodes.No] = "non",
        [MessageCodes.Unset] = "non renseigné",
        [MessageCodes.ValueOfVariable] = "la variable «\u00a0{0}\u00a0»",
        [MessageCodes.ValueOfInput] = "l’entrée «\u00a0{0}\u00a0»",
        [MessageCodes.ValueOfScript] = "{0} «\u00a0{1}\u00a0»",
        [MessageCodes.TypeWithValue] = "{0}, valeur initiale {1}",
        [MessageCodes.Drawing] = "Schéma",
        [MessageCodes.BlockVariables] = "Variables du bloc",
        [MessageCodes.SettingName] = "Nom de la procédure",
        [MessageCodes.SettingDescription] = "Description",
        [MessageCodes.SettingOutcomes] = "Issues de la procédure",
        [MessageCodes.SettingActivation] = "Condition de démarrage",
        [MessageCodes.SettingIncidents] = "Conduite en cas d’incident",
        [MessageCodes.SettingUsable] = "Utilisable comme étape d’une autre procédure",
        [MessageCodes.SettingUpdatesUsers] = "Mise à jour des procédures qui l’utilisent",
        [MessageCodes.SettingStarts] = "Déclenche la procédure",
        [MessageCodes.SettingInBackground] = "Exécution en arrière-plan",
        [MessageCodes.SettingMerge] = "Réunion des flèches entrantes",
        [MessageCodes.SettingExecution] = "Mode d’exécution du schéma",
        [MessageCodes.SettingJournal] = "Conservation dans le journal",
        [MessageCodes.SettingResilience] = "Nouvelles tentatives",
        [MessageCodes.VariableTitle] = "La variable «\u00a0{0}\u00a0»",
        [MessageCodes.InputTitle] = "L’entrée «\u00a0{0}\u00a0»",
        [MessageCodes.OutputTitle] = "La sortie «\u00a0{0}\u00a0»",
        [MessageCodes.DeclarationAdded] = "{0} est ajoutée ({1}).",
        [MessageCodes.DeclarationRemoved] = "{0} est retirée.",
        [MessageCodes.DeclarationRenamed] = "{0} s’appelle désormais «\u00a0{1}\u00a0».",
        [MessageCodes.PartChanged] = "{0}\u00a0: {1}.",
        [MessageCodes.StepAdded] = "L’étape «\u00a0{0}\u00a0» est ajoutée.",
        [MessageCodes.StepAddedIn] = "L’étape «\u00a0{0}\u00a0» est ajoutée dans «\u00a0{1}\u00a0».",
        [MessageCodes.StepRemoved] = "L’étape «\u00a0{0}\u00a0» est retirée.",
        [MessageCodes.StepRemovedFrom] = "L’étape «\u00a0{0}\u00a0» est retirée dans «\u00a0{1}\u00a0».",
        [MessageCodes.StepRenamed] = "L’étape «\u00a0{0}\u00a0» s’appelle désormais «\u00a0{1}\u00a0».",
        [MessageCodes.StepRetyped] = "L’étape «\u00a0{0}\u00a0» change de nature\u00a0: {1} → {2}.",
        [MessageCodes.StepRehoused] = "L’étape «\u00a0{0}\u00a0» change de bloc.",
        [MessageCodes.StepRehousedIn] = "L’étape «\u00a0{0}\u00a0» change de bloc dans «\u00a0{1}\u00a0».",
        [MessageCodes.StepChanged] = "«\u00a0{0}\u00a0», {1}\u00a0: {2}.",
        [MessageCodes.StepMoved] = "Une étape est déplacée sur le dessin\u00a0: «\u00a0{0}\u00a0».",
        [MessageCodes.StepsMoved] = "{0} étapes sont déplacées sur le dessin\u00a0: {1:s}.",
        [MessageCodes.ManyStepsMoved] = "{0} étapes sont déplacées sur le dessin.",
        [MessageCodes.ConnectionAdded] = "Une liaison est ajoutée\u00a0: {0}.",
        [MessageCodes.ConnectionRemoved] = "Une liaison est retirée\u00a0: {0}.",
        [MessageCodes.Arrow] = "de «\u00a0{0}\u00a0» vers «\u00a0{1}\u00a0»",
        [MessageCodes.ArrowOfOutcome] = "de «\u00a0{0}\u00a0» (issue «\u00a0{1}\u00a0») vers «\u00a0{2}\u00a0»",
        [MessageCodes.OutsideCall] = "(appel extérieur)",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Says a message; one of an unknown code is said by its code and its arguments.</summary>
    public static string Tell(WorkflowMessage message) =>
        All.TryGetValue(message.Code, out var sentence) ? string.Format(Format, sentence, message.Arguments.ToArray()) : message.ToString();

    /// <summary>Says what an exception of the runtime has to tell.</summary>
    public static string Tell(Exception exception) => Tell(WorkflowMessage.Of(exception));

    /// <summary>A problem for whoever has the file rather than the drawing before their eyes: the activity by its name and identifier, and what is wrong there.</summary>
    public static string Locate(DefinitionProblem problem) =>
        problem.ActivityId.Length == 0 ? Tell(problem.Reason) : $"« {problem.ActivityName} » ({problem.ActivityId}) : {Tell(problem.Reason)}";

    /// <summary>All that keeps definitions from being published: a line per problem, with its file.</summary>
    public static string Tell(InvalidDefinitionException exception) =>
        string.Join(Environment.NewLine, exception.Problems.Select(found => $"{found.Source} : {Locate(found.Problem)}"));

    /// <summary>Numbers as the French write them; lists of names in quotation marks, whose spaces no line may break with the format <c>s</c>.</summary>
    private sealed class WordingFormat : IFormatProvider, ICustomFormatter
    {
        private static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr-FR");

        public object? GetFormat(Type? formatType) => formatType == typeof(ICustomFormatter) ? this : French.GetFormat(formatType);

        string ICustomFormatter.Format(string? format, object? arg, IFormatProvider? formatProvider) => arg switch
        {
            null => "",
            WorkflowMessage message => Tell(message),
            IEnumerable<WorkflowMessage> messages => string.Join(" ; ", messages.Select(Tell)),
            IEnumerable<string> names => string.Join(", ", names.Select(name => format == "s" ? $"«\u00a0{name}\u00a0»" : $"« {name} »")),
            IFormattable number => number.ToString(format, French),
            _ => arg.ToString() ?? "",
        };
    }
}

/// <summary>Writes messages of the runtime as their sentences.</summary>
internal sealed class WorkflowMessageConverter : JsonConverter<WorkflowMessage>
{
    public override WorkflowMessage Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, WorkflowMessage value, JsonSerializerOptions options) => writer.WriteStringValue(WorkflowSentences.Tell(value));
}
