using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using Fabrique.Web.Platform.Wording;
using Fabrique.Workflows;

namespace Fabrique.Web.Tests.Platform.Wording;

/// <summary>The runtime tells codes; this product says them in French.</summary>
public sealed class WorkflowSentencesTests
{
    private static IEnumerable<string> Codes { get; } =
    [
        .. typeof(ProblemCodes).GetFields(BindingFlags.Static | BindingFlags.Public).Select(field => ((ProblemCode)field.GetValue(null)!).Name),
        .. typeof(MessageCodes).GetFields(BindingFlags.Static | BindingFlags.Public).Select(field => (string)field.GetRawConstantValue()!),
    ];

    private static readonly JsonSerializerOptions InJson = new() { Converters = { new WorkflowMessageConverter() } };

    [Fact]
    public void Every_code_of_the_runtime_has_a_sentence_and_no_other_has()
    {
        Assert.True(Codes.Count() > 150);
        Assert.Equal(Codes.Order(StringComparer.Ordinal), WorkflowSentences.All.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(Codes.Order(StringComparer.Ordinal), Sentences().Select(row => row.Data.Item1.Code).Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Sentences))]
    public void A_message_is_said_with_all_its_arguments(WorkflowMessage message, string sentence) => Assert.Equal(sentence, WorkflowSentences.Tell(message));

    [Fact]
    public void An_unknown_code_is_said_as_it_is()
    {
        Assert.Equal("brand-new (un, 2)", WorkflowSentences.Tell(new WorkflowMessage("brand-new", "un", 2)));
        Assert.Equal("l’entrée « Texte » ne se lit pas : brand-new", WorkflowSentences.Tell(ProblemCodes.UnreadableInput.With("Texte", new WorkflowMessage("brand-new"))));
        Assert.Equal("panne", WorkflowSentences.Tell(new InvalidOperationException("panne")));
    }

    [Fact]
    public void A_problem_is_located_by_the_name_and_the_identifier_of_its_activity()
    {
        var problem = new DefinitionProblem(ProblemSeverity.Error, ProblemCodes.MissingInput, "lettre", "Elsa.Event", ProblemCodes.MissingInput.With("Événement")) { ActivityName = "Attendre" };

        Assert.Equal("« Attendre » (lettre) : l’entrée obligatoire « Événement » manque", WorkflowSentences.Locate(problem));
        Assert.Equal("la procédure n’a pas d’étape racine", WorkflowSentences.Locate(new DefinitionProblem(ProblemSeverity.Error, ProblemCodes.MissingRoot, "", "", ProblemCodes.MissingRoot.With())));
        Assert.Equal(
            $"a.json : « Attendre » (lettre) : l’entrée obligatoire « Événement » manque{Environment.NewLine}b.json : « Attendre » (lettre) : l’entrée obligatoire « Événement » manque",
            WorkflowSentences.Tell(new InvalidDefinitionException([("a.json", problem), ("b.json", problem)])));
    }

    [Fact]
    public void A_message_in_json_is_its_sentence()
    {
        Assert.Equal("la procédure n’a pas d’étape racine", JsonSerializer.Deserialize<string>(JsonSerializer.Serialize(ProblemCodes.MissingRoot.With(), InJson)));
    }

    /// <summary>Names in the palette are attributes, not texts of the code.</summary>
    [Fact]
    public void The_runtime_holds_no_french_sentence()
    {
        Assert.NotEmpty(FrenchTexts(typeof(Program).Assembly));
        Assert.Empty(FrenchTexts(typeof(WorkflowMessage).Assembly));
    }

    private static List<string> FrenchTexts(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var reader = file.GetMetadataReader();
        var texts = new List<string>();
        for (var handle = MetadataTokens.UserStringHandle(1); !handle.IsNil; handle = reader.GetNextHandle(handle))
        {
            texts.Add(reader.GetUserString(handle));
        }

        return texts.FindAll(text => text.Any(letter => letter is '«' or '’' or 'œ' or (>= 'À' and <= 'ÿ')));
    }

    public static TheoryData<WorkflowMessage, string> Sentences() => new()
    {
        { new(ProblemCodes.UnreadableFile.Name), "le fichier ne peut pas être lu : vérifiez ses droits" },
        { new(ProblemCodes.InvalidJson.Name, new WorkflowMessage(MessageCodes.JsonIsNoObject)), "le fichier n’est pas une procédure : ce serait un objet JSON" },
        { new(ProblemCodes.MalformedValue.Name, new WorkflowMessage(MessageCodes.NotAText, "name")), "« name » doit être un texte" },
        { new(ProblemCodes.MissingDefinitionId.Name), "la procédure n’a pas d’identifiant (definitionId)" },
        { new(ProblemCodes.DuplicateDefinitionId.Name, "un", "deux"), "l’identifiant « un » est déjà celui de deux" },
        { new(ProblemCodes.MissingRoot.Name), "la procédure n’a pas d’étape racine" },
        { new(ProblemCodes.UnknownActivationStrategy.Name, "un"), "la stratégie d’activation « un » est inconnue" },
        { new(ProblemCodes.UnknownExecutionMode.Name, "un"), "le mode d’exécution « un » n’existe pas" },
        { new(ProblemCodes.UnknownMergeMode.Name, "un"), "le mode de fusion « un » n’existe pas" },
        { new(MessageCodes.NotRunHere, "Elsa.ReadLine", new WorkflowMessage(MessageCodes.InsteadOfReadLine)), "l’étape « Elsa.ReadLine » d’Elsa n’est pas exécutée ici : demandez la réponse à une personne par une étape « Tâche », ou attendez-la par un événement" },
        { new(MessageCodes.LanguageNotRunHere, "CSharp"), "le langage « CSharp » d’Elsa n’est pas exécuté ici : écrivez l’expression en JavaScript, ou en Liquid pour un texte" },
        { new(MessageCodes.InsteadOfStateMachine), "dessinez un schéma (Flowchart) avec une étape par état et une flèche par transition" },
        { new(MessageCodes.InsteadOfReadLine), "demandez la réponse à une personne par une étape « Tâche », ou attendez-la par un événement" },
        { new(MessageCodes.InsteadOfDownload), "lisez le contenu par une étape « Requête HTTP »" },
        { new(MessageCodes.InsteadOfFileResponse), "répondez par une étape « Réponse HTTP », avec l’adresse du fichier ou son contenu en texte" },
        { new(MessageCodes.InsteadOfOtherScript), "réécrivez le script en JavaScript, dans une étape « Exécuter un script »" },
        { new(MessageCodes.InsteadOfAlteration), "faites passer les exécutions à une autre version, relancez-les ou annulez-les depuis l’administration des procédures" },
        { new(MessageCodes.InsteadOfAgent), "appelez le service voulu par une étape « Requête HTTP », ou confiez le travail à une personne par une étape « Tâche »" },
        { new(ProblemCodes.UnknownActivityType.Name, new WorkflowMessage(MessageCodes.MissingType)), "le type d’étape manque" },
        { new(ProblemCodes.UnpublishedComposite.Name, "un"), "la procédure « un » n’est pas publiée" },
        { new(ProblemCodes.SelfUsingComposite.Name, "un"), "la procédure « un » s’utilise elle-même" },
        { new(ProblemCodes.UnusableComposite.Name, "un"), "la procédure « un » n’est pas utilisable comme étape (usableAsActivity)" },
        { new(ProblemCodes.MissingActivityId.Name), "l’étape n’a pas d’identifiant : celui-ci lui est donné, et changera si le schéma change" },
        { new(ProblemCodes.DuplicateActivityId.Name), "deux étapes portent le même identifiant" },
        { new(ProblemCodes.NestedTooDeep.Name, 64), "les étapes s’emboîtent sur plus de 64 niveaux" },
        { new(ProblemCodes.MissingInput.Name, "un"), "l’entrée obligatoire « un » manque" },
        { new(ProblemCodes.UnreadableInput.Name, "Texte", new WorkflowMessage(MessageCodes.TextExpected)), "l’entrée « Texte » ne se lit pas : un texte était attendu" },
        { new(ProblemCodes.UnreadableOutput.Name, "un"), "la sortie « un » ne se lit pas" },
        { new(ProblemCodes.UnknownOutputTarget.Name, "un", "deux"), "la sortie « un » est liée à « deux », qui n’est ni une variable ni une sortie de la procédure" },
        { new(ProblemCodes.UnreadableDeclaration.Name, new WorkflowMessage(MessageCodes.TheInput, "combien"), new WorkflowMessage(MessageCodes.UnfitValue, "douze", "Int32")), "l’entrée « combien » ne se lit pas : « douze » n’est pas un nombre entier." },
        { new(ProblemCodes.DuplicateVariableId.Name, "un"), "deux variables portent l’identifiant « un »" },
        { new(ProblemCodes.UnknownVariable.Name, "un"), "la variable « un » n’existe pas" },
        { new(ProblemCodes.UndeclaredVariable.Name, "un"), "la variable « un » n’est déclarée nulle part" },
        { new(ProblemCodes.UnknownFunction.Name, "un"), "la fonction « un » n’existe pas" },
        { new(ProblemCodes.UnknownName.Name, "un"), "« un » ne désigne rien à cet endroit" },
        { new(ProblemCodes.BareVariable.Name, "un"), "« un » est une variable : un script la lit par « variables.un »" },
        { new(ProblemCodes.UnknownFilter.Name, "un"), "le filtre « un » n’existe pas" },
        { new(ProblemCodes.UndeclaredResult.Name, "un"), "la procédure ne déclare pas le résultat « un »" },
        { new(ProblemCodes.DanglingConnection.Name, "un", "deux", "trois"), "la flèche de « un » (deux) vers « trois » ne joint pas deux étapes de ce schéma" },
        { new(ProblemCodes.UnknownOutcome.Name, "un"), "l’issue « un » n’existe pas" },
        { new(ProblemCodes.UnreachableActivity.Name), "aucun chemin ne mène à cette étape" },
        { new(ProblemCodes.EntryIntoLoop.Name, "un"), "la flèche de retour vers « un » entre au milieu d’une boucle" },
        { new(ProblemCodes.LaunchRing.Name, "a → a"), "cette étape fait que la procédure se relance elle-même : a → a" },
        { new(ProblemCodes.RestlessLoop.Name, new List<string> { "a", "b" }, "…"), "la boucle que forment « a », « b »… ne passe par aucune étape qui attend : elle tourne sans pause" },
        { new(ProblemCodes.EndlessLoop.Name, new List<string> { "a", "b" }, ""), "aucune réponse ne fait sortir de la boucle que forment « a », « b »" },
        { new(ProblemCodes.ImpossibleJoin.Name, "un"), "cette jonction attend des branches qui partent de réponses différentes de « un » : une seule sera suivie, et la suite ne viendra jamais" },
        { new(ProblemCodes.EmptyDrawing.Name), "la procédure est vide : elle ne ferait rien" },
        { new(ProblemCodes.OddDelay.Name, "Durée", "-00:05:00"), "le délai « Durée » (-00:05:00) est négatif, ou dépasse dix ans" },
        { new(ProblemCodes.ArrowAfterEnding.Name), "cette étape termine le schéma : la flèche qui en part ne sera jamais suivie" },
        { new(ProblemCodes.TriggerInTheMiddle.Name, new WorkflowMessage(MessageCodes.StartsHere)), "ce déclencheur est au milieu de la procédure et y est marqué comme départ, ce que Studio fait de lui-même pour le premier déclencheur déposé : à la publication, les exécutions commenceront ici et sauteront ce qui précède ; sélectionnez-le et décochez « Trigger workflow » (onglet « Common ») si ce n’est pas voulu" },
        { new(ProblemCodes.UnreadableTrigger.Name, new WorkflowMessage(MessageCodes.Said, "non")), "le déclencheur ne s’évalue pas : non" },
        { new(ProblemCodes.UnreadableCron.Name, "un"), "l’expression cron « un » ne se lit pas : donnez cinq champs (minute, heure, jour, mois, jour de la semaine), ou six en commençant par les secondes" },
        { new(ProblemCodes.UnreadableRoute.Name, new WorkflowMessage(MessageCodes.PathTooLong, 180)), "le chemin dépasse 180 caractères" },
        { new(ProblemCodes.UnreadableStatusCode.Name, new WorkflowMessage(MessageCodes.UnfitValue, "x", "Int32")), "le code de réponse attendu ne se lit pas : « x » n’est pas un nombre entier." },
        { new(MessageCodes.Said, "un"), "un" },
        { new(MessageCodes.JsonBreaks, 3, 14), "le JSON ne se lit plus à partir de la ligne 3, colonne 14" },
        { new(MessageCodes.JsonRepeatsProperty), "un objet du JSON donne deux fois la même propriété" },
        { new(MessageCodes.JsonIsNoObject), "le fichier n’est pas une procédure : ce serait un objet JSON" },
        { new(MessageCodes.NotAnActivity, "un"), "« un » doit être une étape" },
        { new(MessageCodes.NotAListOfObjects, "un"), "« un » doit être une liste d’objets" },
        { new(MessageCodes.NotAText, "un"), "« un » doit être un texte" },
        { new(MessageCodes.NotAnObject, "un"), "« un » doit être un objet" },
        { new(MessageCodes.UnexpectedShape, "un"), "une valeur n’a pas la forme attendue. Détail technique : un" },
        { new(MessageCodes.UnknownType, "un"), "le type d’étape « un » est inconnu" },
        { new(MessageCodes.MissingType), "le type d’étape manque" },
        { new(MessageCodes.TextExpected), "un texte était attendu" },
        { new(MessageCodes.WrongProperty), "une de ses propriétés n’est pas du bon genre" },
        { new(MessageCodes.TheVariable, "un"), "la variable « un »" },
        { new(MessageCodes.TheInput, "un"), "l’entrée « un »" },
        { new(MessageCodes.TheOutput, "un"), "la sortie « un »" },
        { new(MessageCodes.StartsHere), "les exécutions commenceront ici et sauteront ce qui précède" },
        { new(MessageCodes.StartsHereToo), "il lancera aussi des exécutions à cet endroit" },
        { new(MessageCodes.PathTooLong, 180), "le chemin dépasse 180 caractères" },
        { new(MessageCodes.PathWithStrayBrace, "un"), "le chemin « un » a une accolade de trop" },
        { new(MessageCodes.PathWithReserved, "un"), "le chemin « un » ne doit porter ni « ? » ni « # » ni « \\ »" },
        { new(MessageCodes.UnknownLanguage, "un"), "le langage « un » n’est pas connu" },
        { new(MessageCodes.NotJson, 1, 2), "le texte n’est plus du JSON à partir de la ligne 1, colonne 2" },
        { new(MessageCodes.UnfitValue, "un", "deux"), "« un » n’est pas une valeur de type deux." },
        { new(MessageCodes.UnfitInput, "combien", new WorkflowMessage(MessageCodes.UnfitValue, "douze", "Int32")), "L’entrée « combien » de la procédure ne reçoit pas cette valeur : « douze » n’est pas un nombre entier." },
        { new(MessageCodes.UnfitOutput, "total", new WorkflowMessage(MessageCodes.UnfitValue, "douze", "Int32")), "La sortie « total » de la procédure ne reçoit pas cette valeur : « douze » n’est pas un nombre entier." },
        { new(MessageCodes.UnfitVariable, "n", new WorkflowMessage(MessageCodes.UndeclaredByWorkflow)), "La variable « n » ne reçoit pas cette valeur : la procédure n’en déclare aucune de ce nom." },
        { new(MessageCodes.UndeclaredByWorkflow), "la procédure n’en déclare aucune de ce nom." },
        { new(MessageCodes.WouldExceedState, 4194304), "l’état de l’exécution dépasserait 4194304 octets." },
        { new(MessageCodes.StateTooLarge, 4194304), "L’état de l’exécution dépasse 4194304 octets : c’est la limite." },
        { new(MessageCodes.InstanceOver), "L’exécution est terminée : ses variables ne changent plus." },
        { new(MessageCodes.UnevaluatedInput, "Destinataires", new WorkflowMessage(MessageCodes.VariableGone, "n"), "Accuser réception"), "L’entrée « Destinataires » de l’étape « Accuser réception » ne peut pas être calculée : La variable « n » n’existe pas ici." },
        { new(MessageCodes.VariableGone, "un"), "La variable « un » n’existe pas ici." },
        { new(MessageCodes.NoVariable), "La variable n’existe pas ici." },
        { new(MessageCodes.ActivityGone, "a", 2, "avis"), "L’étape « a » n’existe pas dans la version 2 de « avis »." },
        { new(MessageCodes.NeverWaits), "L’exécution tourne sans jamais attendre : la boucle n’a pas de fin." },
        { new(MessageCodes.LaunchTooDeep, 20), "Plus de 20 lancements se suivent, chaque procédure lançant la suivante : l’une d’elles se relance sans doute elle-même." },
        { new(MessageCodes.InstanceLimit, 1000, new WorkflowMessage(MessageCodes.Mails)), "L’exécution dépasse 1\u202f000 courriels : elle tourne sans doute en rond." },
        { new(MessageCodes.ProcedureLimit, "avis", 10000, new WorkflowMessage(MessageCodes.Launches)), "La procédure « avis » dépasse 10\u202f000 lancements en une heure : elle tourne sans doute en rond, ou se relance elle-même." },
        { new(MessageCodes.Launches), "lancements" },
        { new(MessageCodes.Steps), "étapes" },
        { new(MessageCodes.Mails), "courriels" },
        { new(MessageCodes.Tasks), "tâches" },
        { new(MessageCodes.EnteredMidLoop), "La flèche de retour entre au milieu d’une boucle." },
        { new(MessageCodes.NotAList, "un"), "L’entrée « un » n’est pas une liste." },
        { new(MessageCodes.NotAListBecause, "un", "deux"), "L’entrée « un » n’est pas une liste : deux" },
        { new(MessageCodes.UnknownLevel, "un"), "Le niveau « un » n’existe pas." },
        { new(MessageCodes.Failed), "La procédure signale un échec." },
        { new(MessageCodes.FailedWithCode, "un"), "La procédure signale un échec (code un)." },
        { new(MessageCodes.IntervalNotPositive, "un"), "l’intervalle « un » d’un déclencheur doit être positif" },
        { new(MessageCodes.CronWithoutFuture, "un"), "L’expression cron « un » ne désigne aucun instant à venir." },
        { new(MessageCodes.KeyTooLong, "abc", 200), "« abc… » dépasse 200 caractères" },
        { new(MessageCodes.ChildNotPublished, "un"), "La procédure « un » n’est pas publiée." },
        { new(MessageCodes.NoEventLinks), "Cette application ne crée pas d’adresse qui envoie un événement." },
        { new(MessageCodes.ChildStopped, "Revue", "abc"), "La procédure « Revue » que cette étape a lancée est arrêtée par un incident (exécution abc). Réparez-la ou annulez-la : cette étape reprendra d’elle-même." },
        { new(MessageCodes.ChildWithoutReport), "La procédure lancée n’a pas rendu compte de sa fin." },
        { new(MessageCodes.JournalFull, 100000), "Le journal est plein (100\u202f000 lignes) : la suite est comptée sans être écrite, sauf les échecs." },
        { new(MessageCodes.ValueCut, 5000), "(5000 caractères)" },
        { new(MessageCodes.ScriptTooSlow, 250d), "Le script n’a pas fini en 250 ms : c’est la limite." },
        { new(MessageCodes.ScriptPatternTooSlow, 250d), "Une expression régulière du script n’a pas fini en 250 ms : c’est la limite." },
        { new(MessageCodes.ScriptTooLarge, 0.5d), "Le script demande plus de 0,5 Mo de mémoire : c’est la limite." },
        { new(MessageCodes.ScriptTooDeep, 64), "Le script s’appelle lui-même sur plus de 64 niveaux : c’est la limite." },
        { new(MessageCodes.ScriptTooLong, 1000000), "Le script exécute plus de 1000000 instructions : c’est la limite." },
        { new(MessageCodes.ScriptFailed, "x is not defined", 1, 5), "à la ligne 1 du script, le nom « x » n’existe pas ici : corrigez-le, écrivez « variables.x » si c’est une variable, ou mettez-le entre guillemets si c’est un texte. Détail technique : x is not defined (ligne 1, colonne 5)" },
        { new(MessageCodes.ScriptThrew, "non", 2, 7), "à la ligne 2, le script s’arrête en disant « non » (colonne 7)" },
        { new(MessageCodes.ScriptStopped, "Odd"), "le script s’arrête : ce qui est écrit ne peut pas être exécuté. Détail technique : Odd" },
        { new(MessageCodes.ScriptUnreadable, "Unexpected token ';'", 1, 9), "à la ligne 1 du script, « ; » ne peut pas se trouver ici : il est de trop, ou il manque quelque chose juste avant. Détail technique : Unexpected token ';' (ligne 1, colonne 9)" },
        { new(MessageCodes.TemplateUnreadable, "Unknown tag 'foo'", 1, 7), "à la ligne 1 du modèle, la balise « foo » n’existe pas, ou rien ne l’ouvre avant. Détail technique : Unknown tag 'foo' (ligne 1, colonne 7)" },
        { new(MessageCodes.TemplateStopped, "Odd"), "le modèle s’arrête : ce qui est écrit ne peut pas être exécuté. Détail technique : Odd" },
        { new(MessageCodes.TemplateTooSlow, 250d), "Le modèle n’a pas fini en 250 ms : c’est la limite." },
        { new(MessageCodes.TemplateTooLarge, 16d), "Le modèle demande plus de 16 Mo de mémoire : c’est la limite." },
        { new(MessageCodes.TemplateTooLong, 100000), "Le modèle exécute plus de 100000 instructions : c’est la limite." },
        { new(MessageCodes.TemplateRangeTooLong, 1m, 1000000000m, 100000), "L’intervalle de 1 à 1000000000 est trop long : la limite est de 100000 éléments." },
        { new(MessageCodes.TemplateListTooLong, 100000), "Une liste du modèle compte plus de 100000 éléments : c’est la limite." },
        { new(MessageCodes.ValueTooDeep, 64), "La valeur s’emboîte sur plus de 64 niveaux : c’est la limite." },
        { new(MessageCodes.NotAGuid, "un"), "« un » n’est pas un Guid." },
        { new(MessageCodes.NotBase64), "Le texte n’est pas du base64." },
        { new(MessageCodes.NotAnAddressRange, "un"), "« un » n’est pas une plage d’adresses." },
        { new(MessageCodes.NotAHost, "un"), "« un » n’est ni un hôte, ni un hôte avec son port, ni une plage d’adresses." },
        { new(MessageCodes.RequestTooLarge, 1048576), "Le contenu dépasse 1048576 octets. L’exploitant peut relever ce plafond par le réglage Workflows:Http:MaximumRequestBytes." },
        { new(MessageCodes.ResponseTooLarge, 1048576), "La réponse dépasse 1048576 octets. L’exploitant peut relever ce plafond par le réglage Workflows:Http:MaximumResponseBytes." },
        { new(MessageCodes.ResponseTooSlow, "exemple.fr", 2.5d), "exemple.fr n’a pas répondu entièrement en 2,5 s." },
        { new(MessageCodes.ResponseRefused, "exemple.fr", 503), "exemple.fr a répondu 503." },
        { new(MessageCodes.AddressNotPublic, "un"), "L’adresse un n’est pas publique : une procédure ne peut pas l’appeler. L’exploitant peut l’ouvrir par le réglage Workflows:Http:AllowedHosts." },
        { new(MessageCodes.CallWithoutAnswer), "L’appel n’a rien rapporté." },
        { new(MessageCodes.UrlNotComplete), "L’entrée « Url » n’est pas une adresse http ou https complète." },
        { new(MessageCodes.UrlWithPassword), "L’entrée « Url » porte un mot de passe : écrivez-le dans « Authorization »." },
        { new(MessageCodes.AuthorizationUnfit), "L’entrée « Authorization » ne s’écrit pas dans un en-tête, par exemple « Bearer … »." },
        { new(MessageCodes.HeaderReserved, "un"), "L’en-tête « un » est écrit par la connexion : retirez-le de « RequestHeaders »." },
        { new(MessageCodes.HeaderUnfit, "un"), "L’en-tête « un » ne peut pas s’écrire : son nom ou sa valeur porte un caractère interdit." },
        { new(MessageCodes.HeadersNotAnObject, "un"), "L’entrée « un » n’est pas un objet JSON : un nom et une valeur par en-tête." },
        { new(MessageCodes.MethodUnfit, "un"), "« un » n’est pas une méthode que l’on peut envoyer." },
        { new(MessageCodes.StatusUnfit, "un"), "« un » n’est pas un code de réponse entre 200 et 599." },
        { new(MessageCodes.NoRequest), "Aucune requête n’accompagne la reprise." },
        { new(MessageCodes.NobodyAwaitsResponse), "Aucune requête n’attend plus de réponse." },
        { new(MessageCodes.MailWithoutRecipient), "Le courriel n’a pas de destinataire : remplissez l’entrée « To »." },
        { new(MessageCodes.NoMailer), "Cette application n’envoie pas les courriels des procédures." },
        { new(MessageCodes.VersionShipped, 2, "Avis"), "La version 2 de « Avis » ne peut pas être supprimée : livrée avec le logiciel, elle reste, pour que les prochaines mises à jour sachent que vous la connaissez. Retirez-la si elle ne doit plus servir." },
        { new(MessageCodes.VersionInUse, 2, "Avis"), "La version 2 de « Avis » ne peut pas être supprimée : des exécutions y sont en cours ou attendent qu’un incident soit résolu. Annulez-les ou faites-les passer à une autre version d’abord." },
        { new(MessageCodes.MoveToOtherDefinition), "la version visée est celle d’une autre procédure" },
        { new(MessageCodes.MoveToSameVersion), "elle est déjà sur cette version" },
        { new(MessageCodes.MoveToDraft), "la version visée n’a jamais été publiée : elle peut encore changer" },
        { new(MessageCodes.MoveOfFinished), "elle est terminée" },
        { new(MessageCodes.MoveOfGone), "elle n’existe plus" },
        { new(MessageCodes.MoveOfUnreadable, new WorkflowMessage(MessageCodes.ActivityGone, "a", 2, "avis")), "son état ne se lit pas : L’étape « a » n’existe pas dans la version 2 de « avis »." },
        { new(MessageCodes.MoveWithIncident), "un incident est ouvert : résolvez-le d’abord, ou demandez à déplacer aussi les exécutions en incident" },
        { new(MessageCodes.MoveWithoutBlock, "un", "deux"), "le bloc « un » (deux) où elle se trouve n’existe plus" },
        { new(MessageCodes.MoveWithoutAnswer, "Vérifier", "Oui", "t", new List<string> { "Non" }), "à l’étape « Vérifier », la réponse « Oui » peut encore être donnée et n’existe plus : dites ce qu’elle devient" },
        { new(MessageCodes.MoveRenamesAnswer, "Vérifier", "Oui", "Accordée"), "à l’étape « Vérifier », la réponse « Oui » devient « Accordée »" },
        { new(MessageCodes.AnswerNotDrawn, "Oui", new List<string> { "Accordée", "Refusée" }), "La réponse « Oui » n’est pas de celles que le dessin connaît : « Accordée », « Refusée ». Faites passer l’exécution à une version qui la connaît, puis relancez cette étape." },
        { new(MessageCodes.MoveWithoutActivity, "un", "deux"), "l’étape « un » (deux) où elle attend n’existe plus" },
        { new(MessageCodes.MoveToOtherType, "un", "deux"), "l’étape « un » (deux) a changé de type" },
        { new(MessageCodes.MoveToOtherBlock, "un", "deux"), "l’étape « un » (deux) n’est plus dans le même bloc" },
        { new(MessageCodes.MoveOfTokens, "un", "deux"), "le schéma « un » (deux) avance par jetons : l’exécution reste sur sa version" },
        { new(MessageCodes.MoveToUnfitVariable, "n", new WorkflowMessage(MessageCodes.UnfitValue, "douze", "Int32")), "la valeur de la variable « n » ne convient plus à son type : « douze » n’est pas un nombre entier." },
        { new(MessageCodes.MoveLosesVariable, "un"), "la variable « un » disparaît avec sa valeur" },
        { new(MessageCodes.MoveAddsVariable, "un"), "la variable « un » apparaît avec sa valeur initiale" },
        { new(MessageCodes.SimulationTooSlow, 20d), "le calcul a été arrêté après 20 secondes" },
        { new(MessageCodes.SimulationTooFar, new WorkflowMessage(MessageCodes.Years, 10.2d)), "la procédure n’a pas de fin : 10 années simulées n’y suffisent pas" },
        { new(MessageCodes.SimulationTooLong, 5000), "la procédure n’a pas de fin : 5000 étapes n’y suffisent pas" },
        { new(MessageCodes.Days, 40d), "40 journées" },
        { new(MessageCodes.Years, 9.6d), "10 années" },
        { new(MessageCodes.SimulationIncident), "un incident arrête la procédure" },
        { new(MessageCodes.SimulationUndelivered), "une procédure demandée ne peut pas être lancée" },
        { new(MessageCodes.SimulationNotPublished, "un"), "La procédure « un » n’est pas publiée : elle ne peut pas être lancée." },
        { new(MessageCodes.SimulationBlocked, new List<string> { "Lettre", "Avis" }), "la procédure attend sans fin : « Lettre », « Avis »" },
        { new(MessageCodes.MorePaths, 200), "d’autres chemins existent : seuls les 200 premiers ont été explorés" },
        { new(MessageCodes.MoreChoices, 64), "au-delà de 64 choix, seule la réponse habituelle a été suivie" },
        { new(MessageCodes.UnknownQuestion, "demande", new List<WorkflowMessage> { new WorkflowMessage(MessageCodes.Question, "Avis", "Oui, Non"), new WorkflowMessage(MessageCodes.Question, "Décision", "Fait") }), "Aucune étape à laquelle répondre ne s’appelle « demande ». Étapes possibles : « Avis » (Oui, Non) ; « Décision » (Fait)." },
        { new(MessageCodes.NoQuestion, "un"), "Aucune étape à laquelle répondre ne s’appelle « un ». Cette procédure ne demande aucune réponse." },
        { new(MessageCodes.Question, "un", "deux"), "« un » (deux)" },
        { new(MessageCodes.UnknownAnswer, "Peut-être", "Avis", new List<string> { "Oui", "Non" }), "« Peut-être » n’est pas une issue de « Avis ». Issues possibles : « Oui », « Non »." },
        { new(MessageCodes.Yes), "oui" },
        { new(MessageCodes.No), "non" },
        { new(MessageCodes.Unset), "non renseigné" },
        { new(MessageCodes.ValueOfVariable, "un"), "la variable «\u00a0un\u00a0»" },
        { new(MessageCodes.ValueOfInput, "un"), "l’entrée «\u00a0un\u00a0»" },
        { new(MessageCodes.ValueOfScript, "un", "deux"), "un «\u00a0deux\u00a0»" },
        { new(MessageCodes.TypeWithValue, "un", "deux"), "un, valeur initiale deux" },
        { new(MessageCodes.Drawing), "Schéma" },
        { new(MessageCodes.BlockVariables), "Variables du bloc" },
        { new(MessageCodes.SettingName), "Nom de la procédure" },
        { new(MessageCodes.SettingDescription), "Description" },
        { new(MessageCodes.SettingOutcomes), "Issues de la procédure" },
        { new(MessageCodes.SettingActivation), "Condition de démarrage" },
        { new(MessageCodes.SettingIncidents), "Conduite en cas d’incident" },
        { new(MessageCodes.SettingUsable), "Utilisable comme étape d’une autre procédure" },
        { new(MessageCodes.SettingUpdatesUsers), "Mise à jour des procédures qui l’utilisent" },
        { new(MessageCodes.SettingStarts), "Déclenche la procédure" },
        { new(MessageCodes.SettingInBackground), "Exécution en arrière-plan" },
        { new(MessageCodes.SettingMerge), "Réunion des flèches entrantes" },
        { new(MessageCodes.SettingExecution), "Mode d’exécution du schéma" },
        { new(MessageCodes.SettingJournal), "Conservation dans le journal" },
        { new(MessageCodes.SettingResilience), "Nouvelles tentatives" },
        { new(MessageCodes.VariableTitle, "un"), "La variable «\u00a0un\u00a0»" },
        { new(MessageCodes.InputTitle, "un"), "L’entrée «\u00a0un\u00a0»" },
        { new(MessageCodes.OutputTitle, "un"), "La sortie «\u00a0un\u00a0»" },
        { new(MessageCodes.DeclarationAdded, new WorkflowMessage(MessageCodes.VariableTitle, "n"), "Int32"), "La variable «\u00a0n\u00a0» est ajoutée (Int32)." },
        { new(MessageCodes.DeclarationRemoved, new WorkflowMessage(MessageCodes.OutputTitle, "n")), "La sortie «\u00a0n\u00a0» est retirée." },
        { new(MessageCodes.DeclarationRenamed, new WorkflowMessage(MessageCodes.InputTitle, "n"), "m"), "L’entrée «\u00a0n\u00a0» s’appelle désormais «\u00a0m\u00a0»." },
        { new(MessageCodes.PartChanged, new WorkflowMessage(MessageCodes.VariableTitle, "n"), "1 → 2"), "La variable «\u00a0n\u00a0»\u00a0: 1 → 2." },
        { new(MessageCodes.StepAdded, "un"), "L’étape «\u00a0un\u00a0» est ajoutée." },
        { new(MessageCodes.StepAddedIn, "un", "deux"), "L’étape «\u00a0un\u00a0» est ajoutée dans «\u00a0deux\u00a0»." },
        { new(MessageCodes.StepRemoved, "un"), "L’étape «\u00a0un\u00a0» est retirée." },
        { new(MessageCodes.StepRemovedFrom, "un", "deux"), "L’étape «\u00a0un\u00a0» est retirée dans «\u00a0deux\u00a0»." },
        { new(MessageCodes.StepRenamed, "un", "deux"), "L’étape «\u00a0un\u00a0» s’appelle désormais «\u00a0deux\u00a0»." },
        { new(MessageCodes.StepRetyped, "un", "deux", "trois"), "L’étape «\u00a0un\u00a0» change de nature\u00a0: deux → trois." },
        { new(MessageCodes.StepRehoused, "un"), "L’étape «\u00a0un\u00a0» change de bloc." },
        { new(MessageCodes.StepRehousedIn, "un", "deux"), "L’étape «\u00a0un\u00a0» change de bloc dans «\u00a0deux\u00a0»." },
        { new(MessageCodes.StepChanged, "un", "deux", "trois"), "«\u00a0un\u00a0», deux\u00a0: trois." },
        { new(MessageCodes.ConnectionAdded, new WorkflowMessage(MessageCodes.Arrow, "Avis", "Lettre")), "Une liaison est ajoutée\u00a0: de «\u00a0Avis\u00a0» vers «\u00a0Lettre\u00a0»." },
        { new(MessageCodes.ConnectionRemoved, new WorkflowMessage(MessageCodes.ArrowOfOutcome, "Avis", "Oui", "Lettre")), "Une liaison est retirée\u00a0: de «\u00a0Avis\u00a0» (issue «\u00a0Oui\u00a0») vers «\u00a0Lettre\u00a0»." },
        { new(MessageCodes.Arrow, "un", "deux"), "de «\u00a0un\u00a0» vers «\u00a0deux\u00a0»" },
        { new(MessageCodes.ArrowOfOutcome, "un", "deux", "trois"), "de «\u00a0un\u00a0» (issue «\u00a0deux\u00a0») vers «\u00a0trois\u00a0»" },
        { new(MessageCodes.OutsideCall), "(appel extérieur)" },
    };
}
