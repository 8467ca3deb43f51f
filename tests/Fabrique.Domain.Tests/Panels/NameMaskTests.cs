using System.Globalization;
using System.Text;
using CsCheck;
using Fabrique.Domain.Panels;

namespace Fabrique.Domain.Tests.Panels;

public sealed class NameMaskTests
{
    private static readonly string[] People = ["Kenza Fauvette", "Joris Grèbe", "Jean-Pierre de La Tour", "ÉGLANTINE Anouk", "Zoé Œillet", "Élise Le Goff-Martin"];

    private static readonly NameMask Mask = new(
        [.. People.Select(name => new MaskedPerson(name)), new MaskedPerson("Li Wu"), MaskedPerson.FromEmail("ondine.sauge@exemple.fr")],
        ["DREAL Bretagne", "Direction régionale de l’environnement, de l’aménagement et du logement de Bretagne", "SG", "DGALN", "Bureau des données (SPES 2)", "Ministère de la Transition écologique"]);

    /// <summary>Words of which none is in a name.</summary>
    private static readonly Gen<string> Prose = OneOf(
            "le", "service", "des", "agents", "mesure", "trois", "fois", "L’eau", "montée", "à", "pied", "DDT", "k", "42", "haies", "nom", "Goffre", "martinet", "kenzaï", "fauve", "sg", "grèbes", "Tourne", "œil", "d’abord", "K.")
        .Array[0, 40].Select(words => string.Join(' ', words));

    private static readonly Gen<string> Separator = OneOf(" ", "\u00a0", "-", "\n", "  ", ", ", ".", "’", " - ");

    private static readonly Gen<Func<string, string>> Writing = OneOf<Func<string, string>>(
        text => text,
        text => text.ToUpper(CultureInfo.GetCultureInfo("fr-FR")),
        text => text.ToLower(CultureInfo.GetCultureInfo("fr-FR")),
        Plain,
        text => text.Normalize(NormalizationForm.FormD),
        text => string.Concat(text.Select((letter, rank) => rank % 2 == 0 ? char.ToUpperInvariant(letter) : letter)),
        text => string.Concat(text.Select(letter => $"{letter}\u00ad")));

    [Fact]
    public void A_whole_name_in_any_order_and_writing_is_never_left_wherever_it_stands() =>
        Gen.Select(Prose, Gen.Int[0, People.Length - 1], Gen.Bool, Separator, Writing, Gen.Int[0, 1000]).Sample((prose, who, isTurned, separator, write, place) =>
        {
            var words = People[who].Split(' ');
            var name = write(string.Join(separator, isTurned ? [.. words[1..], words[0]] : words));
            var at = place % (prose.Length + 1);
            var masked = Mask.Apply($"{prose[..at]}{name}{prose[at..]}");
            foreach (var token in words.SelectMany(word => word.Split('-')).Where(token => token.Length > 2))
            {
                // What the prose says by itself is not the name.
                Assert.True(Count(masked.Text, token) <= Count(prose, token), $"{token}: {masked.Text}");
            }

            Assert.Contains(NameMask.Person, masked.Text, StringComparison.Ordinal);
        }, iter: 5_000);

    [Fact]
    public void One_word_of_a_name_is_never_left_between_others() =>
        Gen.Select(Prose, OneOf("Kenza", "Fauvette", "Grèbe", "Pierre", "Tour", "Églantine", "Œillet", "Goff", "Martin", "Sauge", "Wu"), Writing, Prose).Sample((before, token, write, after) =>
        {
            var written = token == "Wu" ? token : write(token);
            var masked = Mask.Apply($"{before} ({written}) {after}");
            Assert.Contains($"({NameMask.Person})", masked.Text, StringComparison.Ordinal);
            Assert.Contains(written, masked.Hidden);
        }, iter: 5_000);

    [Fact]
    public void What_names_nobody_comes_back_as_it_was() => Prose.Sample(
        prose =>
        {
            var masked = Mask.Apply(prose);
            Assert.Equal(prose, masked.Text);
            Assert.Empty(masked.Hidden);
        },
        iter: 5_000);

    [Fact]
    public void Nothing_more_is_hidden_the_second_time() =>
        Gen.Select(Prose, Gen.Int[0, People.Length - 1], Writing, Prose).Sample((before, who, write, after) =>
        {
            var once = Mask.Apply($"{before} {write(People[who])} {after}").Text;
            Assert.Equal(once, Mask.Apply(once).Text);
        });

    [Fact]
    public void Any_text_is_read_to_its_end() => Gen.String[0, 200].Sample(text => Assert.NotNull(Mask.Apply(text).Text));

    [Theory]
    [InlineData("K. Fauvette l’a dit", "[nom] l’a dit")]
    [InlineData("FAUVETTE K. l’a dit", "[nom]. l’a dit")]
    [InlineData("J.-P. de La Tour", "[nom]")]
    [InlineData("écrire à kfauvette ou Fauvette_Kenza", "écrire à [nom] ou [nom]")]
    [InlineData("kenza.fauvette@exemple.gouv.fr, ou un.autre@exemple.fr", "[courriel], ou [courriel]")]
    [InlineData("d’Églantine à Grèbe, puis À midi", "d’[nom] à [nom], puis À midi")]
    [InlineData("Anouk a présenté", "[nom] a présenté")]
    [InlineData("Mme Li WU et l’outil", "Mme [nom] et l’outil")]
    [InlineData("Kenza Fauvette et Joris Grèbe", "[nom] et [nom]")]
    [InlineData("Ondine Sauge puis ondine_sauge", "[nom] puis [nom]")]
    [InlineData("à la DREAL de Bretagne", "à la [service]")]
    [InlineData("la Direction Régionale de l'Environnement, de l'Aménagement et du Logement (Bretagne)", "la [service])")]
    [InlineData("le SG, pas sg", "le [service], pas sg")]
    [InlineData("la dgaln, D.G.A.L.N., au SPES 2", "la [service], [service]., au SPES 2")]
    [InlineData("le Bureau des données, SPES2", "le [service]")]
    [InlineData("la joliesse de Fauvetteville", "la joliesse de Fauvetteville")]
    public void Names_are_found_as_people_write_them(string written, string read) => Assert.Equal(read, Mask.Apply(written).Text);

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(rank => values[rank]);

    private static int Count(string text, string token)
    {
        var (folded, looked) = (Plain(text), Plain(token));
        var count = 0;
        for (var at = folded.IndexOf(looked, StringComparison.Ordinal); at >= 0; at = folded.IndexOf(looked, at + 1, StringComparison.Ordinal))
        {
            count++;
        }

        return count;
    }

    private static string Plain(string text) => string.Concat(text.Replace("œ", "oe", StringComparison.OrdinalIgnoreCase).Normalize(NormalizationForm.FormD)
        .Where(letter => CharUnicodeInfo.GetUnicodeCategory(letter) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format))).ToLowerInvariant();
}
