using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fabrique.Web.Platform.Wording;
using Fabrique.Web.Tests.Platform.Simulation;
using Fabrique.Workflows;
using static Fabrique.Web.Tests.Support.Drawing;

namespace Fabrique.Web.Tests.Platform.Wording;

/// <summary>What is wrong in an expression is told in French, with its step, its input, its line and the likely cause; the words of the engines come last.</summary>
public sealed class ExpressionErrorTests
{
    private static readonly DateTime Morning = new(2026, 1, 5, 8, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("foo", "à la ligne 1 du script, le nom « foo » n’existe pas ici", "foo is not defined (ligne 1, colonne 1)")]
    [InlineData("var a = {};\na.b.c", "à la ligne 2 du script, « c » est demandé à une valeur vide", "Cannot read properties of undefined (reading 'c') (ligne 2, colonne 5)")]
    [InlineData("var a;\na.b()", "à la ligne 2 du script, « b » est demandé à une valeur vide", "Cannot read property 'b' of undefined (ligne 2, colonne 1)")]
    [InlineData("null.x = 1", "ce qui est lu à cet endroit est vide", "Cannot convert undefined or null to object")]
    [InlineData("var a = {}; a.b()", "« b » n’est pas une fonction", "Property 'b' of object is not a function")]
    [InlineData("(void 0)()", "ce qui est appelé n’est pas une fonction", "undefined is not a function")]
    [InlineData("for (var x of 3) {}", "une liste est attendue à cet endroit", "The value is not iterable")]
    [InlineData("new 3", "« 3 » ne se crée pas par « new »", "3 is not a constructor")]
    [InlineData("const a = 1; a = 2;", "une constante (« const ») reçoit une autre valeur", "Assignment to constant variable.")]
    [InlineData("JSON.parse('{')", "le texte lu n’est pas du JSON complet", "Unexpected end of JSON input")]
    [InlineData("new Array(-1)", "un nombre sort de ce qui est permis", "Invalid array length")]
    [InlineData("(1).toFixed(200)", "un nombre sort de ce qui est permis", "must be between 0 and 100")]
    [InlineData("1n + 1", "une valeur n’est pas du genre attendu", "Cannot mix BigInt and other types")]
    [InlineData("throw new Error('Budget inconnu')", "à la ligne 1, le script s’arrête en disant « Budget inconnu »", "(colonne 7)")]
    [InlineData("throw 'Budget inconnu'", "à la ligne 1, le script s’arrête en disant « Budget inconnu »", "(colonne 7)")]
    [InlineData("Promise.reject('plus tard')", "le script s’arrête : ce qui est écrit ne peut pas être exécuté", "plus tard")]
    [InlineData("while (true) {}", "Le script ", "c’est la limite.")]
    public async Task A_script_that_fails_is_told_with_its_place_and_the_likely_cause(string script, string cause, string detail)
    {
        var told = await FailureAsync(Js(script));

        Assert.StartsWith("L’entrée « Texte » de l’étape « Annoncer » ne peut pas être calculée : ", told, StringComparison.Ordinal);
        Assert.Contains(cause, told, StringComparison.Ordinal);
        Assert.Contains(detail, told, StringComparison.Ordinal);
        AssertFrenchBeforeDetail(told);
    }

    [Fact]
    public async Task A_whole_script_and_a_value_of_another_kind_are_told_with_their_step_too()
    {
        var document = Document("essai", [Labelled(Node("a", "Elsa.RunJavaScript", ("script", Literal("null.encore"))))]);
        Assert.StartsWith("L’entrée « Script » de l’étape « Annoncer » ne peut pas être calculée : à la ligne 1 du script, « encore » est demandé à une valeur vide", await FailureAsync(document), StringComparison.Ordinal);

        document = Document("essai", [Labelled(Node("a", "Elsa.Delay", ("timeSpan", Js("'bientôt'"))))]);
        Assert.StartsWith("L’entrée « Durée » de l’étape « Annoncer » ne peut pas être calculée : « bientôt » n’est pas une durée.", await FailureAsync(document), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("JavaScript", "var x = ;", "à la ligne 1 du script, « ; » ne peut pas se trouver ici", "Unexpected token ';' (ligne 1, colonne 9)")]
    [InlineData("JavaScript", "1;\nif (", "à la ligne 2 du script, il finit trop tôt", "Unexpected end of input (ligne 2, colonne 5)")]
    [InlineData("JavaScript", "'abc", "un guillemet n’est pas fermé", "Invalid or unexpected token")]
    [InlineData("JavaScript", "let a = 1;\nlet a = 2;", "à la ligne 2 du script, « a » est déclaré deux fois", "Identifier 'a' has already been declared")]
    [InlineData("JavaScript", "a b", "« b » ne peut pas se trouver ici : il manque sans doute un signe", "Unexpected identifier 'b'")]
    [InlineData("JavaScript", "await 1", "« await » ne s’emploie pas à cet endroit", "await is only valid")]
    [InlineData("JavaScript", "/(/.test('a')", "l’expression régulière ne se lit pas", "Invalid regular expression")]
    [InlineData("Liquid", "{{ a ", "à la ligne 1 du modèle, une balise n’est pas fermée par « }} »", "End of tag '}}' was expected (ligne 1, colonne 5)")]
    [InlineData("Liquid", "a\n{% endif %}", "à la ligne 2 du modèle, la balise « endif » n’existe pas, ou rien ne l’ouvre avant", "Unknown tag 'endif' (ligne 2, colonne 9)")]
    [InlineData("Liquid", "{% if true %}x", "il manque « {% endif %} »", "'{% endif %}' was expected")]
    [InlineData("Liquid", "{% for x in %}", "la balise « for » n’est pas complète", "Invalid 'for' tag")]
    [InlineData("Liquid", "{{ 'a' | }}", "le nom d’un filtre manque après « | »", "An identifier was expected after the '|' sign")]
    [InlineData("Liquid", "{{ 'a }}", "une valeur manque, ou un guillemet n’est pas fermé", "A value was expected")]
    [InlineData("Liquid", "{% assign x %}", "il manque « = »", "'=' was expected")]
    public async Task An_expression_that_cannot_be_read_is_told_with_its_place_and_the_likely_cause(string language, string source, string cause, string detail)
    {
        var report = await SimulationTests.SimulateAsync(Document("essai", [Labelled(Node("a", "Elsa.WriteLine", ("text", Input(language, source))))]), Morning);

        var problem = Assert.Single(report.Problems, problem => problem.Severity is ProblemSeverity.Error);
        var told = WorkflowSentences.Tell(problem.Reason);
        Assert.Equal("Annoncer", problem.ActivityName);
        Assert.StartsWith("l’entrée « Texte » ne se lit pas : ", told, StringComparison.Ordinal);
        Assert.Contains(cause, told, StringComparison.Ordinal);
        Assert.Contains(detail, told, StringComparison.Ordinal);
        AssertFrenchBeforeDetail(told);
    }

    private static void AssertFrenchBeforeDetail(string told) =>
        Assert.DoesNotMatch(new Regex(@"\b(is|was|the|not|of|unexpected|cannot|invalid|expected)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking, Regex.InfiniteMatchTimeout), told.Split("Détail technique")[0]);

    private static JsonObject Labelled(JsonObject activity)
    {
        activity["metadata"] = new JsonObject { ["displayText"] = "Annoncer" };
        return activity;
    }

    private static Task<string> FailureAsync(JsonObject text) => FailureAsync(Document("essai", [Labelled(Node("a", "Elsa.WriteLine", ("text", text)))]));

    private static async Task<string> FailureAsync(WorkflowDocument document)
    {
        var report = await SimulationTests.SimulateAsync(document, Morning);
        return Assert.Single(Assert.Single(report.Paths).Events, happened => happened.Kind is SimulationEventKind.Incident).Text!;
    }
}
