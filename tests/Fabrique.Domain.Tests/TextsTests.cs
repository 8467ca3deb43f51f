using Fabrique.Domain.Forms;

namespace Fabrique.Domain.Tests;

public sealed class TextsTests
{
    /// <summary>What is typed, what is kept of it as several lines, and as one.</summary>
    public static TheoryData<string?, string, string> Typed { get; } = new()
    {
        { null, "", "" },
        { "", "", "" },
        { " \t\r\n\u00a0\u202f ", "", "" },
        { "\u200b", "", "" },
        { "\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e", "", "" },
        { "\u200e\u200f\u061c", "", "" },
        { "\u3164", "", "" },
        { "\u115f\u1160\uffa0\u2800", "", "" },
        { "\ufe0f\ufe0e\u0301", "", "" },
        { "\udb40\udc41\udb40\udc7f", "", "" },
        { "\0\u0007\u001b", "", "" },
        { "\u202e\u2066\u2069\u202c", "", "" },
        { "un\r\ndeux\rtrois\nquatre", "un\ndeux\ntrois\nquatre", "un deux trois quatre" },
        { "un\vdeux\ftrois\u0085quatre\u2028cinq\u2029six", "un\ndeux\ntrois\nquatre\ncinq\nsix", "un deux trois quatre cinq six" },
        { "un\r\n\r\ndeux", "un\n\ndeux", "un  deux" },
        { "  autour \n", "autour", "autour" },
        { "\ufeffcopié d’ailleurs\u200b", "copié d’ailleurs", "copié d’ailleurs" },
        { "co\u00adu\u200bpé", "coupé", "coupé" },
        { "sou\0mis \u001b[31mrouge", "soumis [31mrouge", "soumis [31mrouge" },
        { "motif\u202eesrevni", "motifesrevni", "motifesrevni" },
        { "\u2067isolé\u2069 \u202aet\u202c \u202dforcé", "isolé et forcé", "isolé et forcé" },
        { "une\ttabulation", "une\ttabulation", "une\ttabulation" },
        { "\ud800seul\udc00", "\ufffdseul\ufffd", "\ufffdseul\ufffd" },
        { "« À propos » : l’œuvre, 1\u202f234\u00a0€ — ½ ²", "« À propos » : l’œuvre, 1\u202f234\u00a0€ — ½ ²", "« À propos » : l’œuvre, 1\u202f234\u00a0€ — ½ ²" },
        { "e\u0301te\u0301", "e\u0301te\u0301", "e\u0301te\u0301" },
        { "👩\u200d🌾 ❤\ufe0f 🇫🇷", "👩\u200d🌾 ❤\ufe0f 🇫🇷", "👩\u200d🌾 ❤\ufe0f 🇫🇷" },
        { "مرحبا \u200fعالم שלום", "مرحبا \u200fعالم שלום", "مرحبا \u200fعالم שלום" },
        { "می\u200cخواهم", "می\u200cخواهم", "می\u200cخواهم" },
        { "\uf0b7 une puce de traitement de texte", "\uf0b7 une puce de traitement de texte", "\uf0b7 une puce de traitement de texte" },
    };

    [Theory, MemberData(nameof(Typed))]
    public void A_text_is_kept_as_people_read_it(string? typed, string lines, string line)
    {
        Assert.Equal((lines, line), (Texts.Lines(typed), Texts.Line(typed)));
        Assert.Equal((lines, line), (Texts.Lines(lines), Texts.Line(line)));
    }

    [Theory, MemberData(nameof(Typed))]
    public void The_answers_to_a_form_are_read_by_the_same_rule(string? typed, string lines, string line)
    {
        var form = new Form("essai", 1, [new("court", "Court", FieldKind.Text), new("long", "Long", FieldKind.LongText)]);
        Assert.Empty(form.Read(new Dictionary<string, string?>(StringComparer.Ordinal) { ["court"] = typed, ["long"] = typed }, out var answers));
        Assert.Equal((lines, line), (answers.Text("long"), answers.Text("court")));
    }

    /// <summary>As the page counts them, and as a browser sends them.</summary>
    [Theory]
    [InlineData("\r\n")]
    [InlineData("\n")]
    [InlineData("\r")]
    public void A_line_end_counts_for_one(string lineEnd)
    {
        var form = new Form("essai", 1, [new("long", "Long", FieldKind.LongText) { MaximumLength = 5 }]);
        Assert.Empty(form.Read(new Dictionary<string, string?>(StringComparer.Ordinal) { ["long"] = $"ab{lineEnd}cd" }, out _));
        Assert.Single(form.Read(new Dictionary<string, string?>(StringComparer.Ordinal) { ["long"] = $"ab{lineEnd}cde" }, out _));
    }
}
