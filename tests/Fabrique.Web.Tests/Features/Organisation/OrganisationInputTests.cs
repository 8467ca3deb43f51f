using System.Text;
using Fabrique.Domain.People;
using Fabrique.Web.Features.Organisation.Sources;

namespace Fabrique.Web.Tests.Features.Organisation;

public sealed class OrganisationInputTests
{
    private const string Header = OrganisationSamples.Header;

    [Theory]
    [InlineData(Header + "\nsg;SG;Secrétariat général;Administration centrale;;75;")]
    [InlineData("\ufeff" + Header + "\r\nsg;SG;Secrétariat général;Administration centrale;;75;\r\n")]
    [InlineData("code,sigle,nom,nature,parent,territoire,fuseau\nsg,SG,Secrétariat général,Administration centrale,,75,\n\n")]
    [InlineData("Code;Sigle;NOM;Nature;territoire\n\"sg\";\"SG\";\"Secrétariat général\";\"administration centrale\";\"75\"")]
    [InlineData("territoire;nature;nom;sigle;code\n75;Administration centrale; Secrétariat général ;SG;sg")]
    public void A_file_of_units_is_read_however_it_is_written(string file)
    {
        var input = Units(OrganisationSamples.Utf8(file));
        Assert.Empty(input.Problems);
        Assert.Equal([new UnitSheet("sg", "SG", "Secrétariat général", UnitKind.CentralAdministration, null, Territory.Parse("75"), null)], input.Units!.Select(line => line.Sheet));
    }

    [Fact]
    public void A_cell_may_hold_quotes_separators_and_line_breaks_and_lines_keep_their_numbers()
    {
        var input = Units(OrganisationSamples.Utf8($"{Header}\n\na;;\"Direction \"\"eau;\nnature\"\"\";Direction;;;\nb;;Bureau;Royaume;;;\nc;;Bureau;Bureau;a;;Indian/Reunion"));
        Assert.Equal(["3 a Direction \"eau; nature\"", "6 c Bureau"], input.Units!.Select(line => $"{line.Line} {line.Sheet.Code} {line.Sheet.Name}"));
        Assert.Equal(["Unités 5"], input.Problems.Select(problem => $"{problem.Source} {problem.Line}"));
        Assert.Equal(("a", "Indian/Reunion"), (input.Units![1].Sheet.ParentCode, input.Units[1].Sheet.OwnTimeZone));
    }

    [Theory]
    [InlineData("", "Unités : le fichier est vide.")]
    [InlineData("\n\n", "Unités : le fichier est vide.")]
    [InlineData(Header, "Unités : le fichier ne contient aucune unité.")]
    [InlineData("code;nom\na;A", "Unités, ligne 1 : la colonne « nature » manque.")]
    [InlineData(Header + ";couleur\na;;A;Bureau;;;;bleu", "Unités, ligne 1 : la colonne « couleur » n’est pas connue : les colonnes sont code, sigle, nom, nature, parent, territoire, fuseau.")]
    [InlineData("code;nom;nature;nom\na;A;Bureau;B", "Unités, ligne 1 : la colonne « nom » est écrite deux fois.")]
    [InlineData(Header + "\na;;A;Bureau;;", "Unités, ligne 2 : 6 cases, pour 7 colonnes.")]
    [InlineData(Header + "\na;;\"A;Bureau;;;\nb;;B;Bureau;;;", "Unités, ligne 2 : un guillemet ouvert n’est pas refermé, ou un guillemet manque.")]
    [InlineData(Header + "\na;;A;Bureau;;20;", "Unités, ligne 2 : le territoire « 20 » n’existe pas : écrivez le code d’un département (67, 2A, 974), ou R et celui d’une région (R44).")]
    [InlineData(Header + "\na b;;A;Bureau;;;", "Unités, ligne 2 : Le code s’écrit avec des lettres sans accent, des chiffres, des points, des tirets et des tirets bas.")]
    public void What_is_not_understood_is_told_with_its_line(string file, string expected) =>
        Assert.Equal(expected, string.Join('|', Units(OrganisationSamples.Utf8(file)).Problems).Replace('\u00a0', ' '));

    [Fact]
    public void Another_encoding_is_refused_rather_than_guessed()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        foreach (var encoding in new[] { Encoding.GetEncoding(1252), Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            var input = Units([.. encoding.GetPreamble(), .. encoding.GetBytes($"{Header}\nsg;SG;Secrétariat général;Direction;;;")]);
            Assert.Empty(input.Units!);
            Assert.Contains("CSV UTF-8", Assert.Single(input.Problems).Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void People_keep_what_an_empty_cell_says_nothing_of()
    {
        var input = OrganisationInput.Read(units: null, OrganisationSamples.Utf8("courriel,unite,responsable\na@x.fr,sg,b@x.fr\nc@x.fr,,-\nd@x.fr,sg,\nsans-arobase,sg,\ne@x.fr,sg,Monsieur B\n,sg,"));
        Assert.Null(input.Units);
        Assert.Equal([new PersonLine(2, "a@x.fr", "sg", "b@x.fr"), new PersonLine(3, "c@x.fr", null, PersonLine.Nobody), new PersonLine(4, "d@x.fr", "sg", null)], input.People);
        Assert.Equal([5, 6, 7], input.Problems.Select(problem => problem.Line));
    }

    [Fact]
    public void An_account_is_active_or_not_or_nothing_is_said_of_it()
    {
        var input = OrganisationInput.Read(units: null, OrganisationSamples.Utf8("courriel;actif\na@x.fr;OUI\nb@x.fr;non\nc@x.fr;\nd@x.fr;peut-être"));
        Assert.Equal([("a@x.fr", true), ("b@x.fr", false), ("c@x.fr", null)], input.People!.Select(line => (line.Email, line.IsActive)));
        Assert.Equal("Personnes, ligne 5 : « peut-être » ne dit pas si le compte est actif : écrivez oui ou non, ou rien.", Assert.Single(input.Problems).ToString().Replace('\u00a0', ' '));
        Assert.All(OrganisationInput.Read(units: null, OrganisationSamples.Utf8("courriel;unite\na@x.fr;sg")).People!, line => Assert.Null(line.IsActive));
    }

    [Fact]
    public void What_a_page_carries_comes_back_as_it_was_and_nothing_else_does()
    {
        byte[] content = [.. Enumerable.Range(0, 10_000).Select(number => (byte)(number * 7))];
        Assert.Equal(content, PackedFile.Unpack(PackedFile.Pack(content)));
        Assert.Null(PackedFile.Unpack("pas du tout"));
        Assert.Null(PackedFile.Unpack("AAAA"));
        Assert.Null(PackedFile.Unpack(PackedFile.Pack(new byte[PackedFile.MostBytes + 1])));
    }

    private static OrganisationInput Units(byte[] file) => OrganisationInput.Read(file, people: null);
}
