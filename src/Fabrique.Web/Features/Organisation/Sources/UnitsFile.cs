using Fabrique.Domain.People;
using Fabrique.Web.Kernel.Places;

namespace Fabrique.Web.Features.Organisation.Sources;

/// <summary>« unites.csv »: all the units, one a line.</summary>
internal static class UnitsFile
{
    public static IReadOnlyList<string> Columns { get; } = ["code", "sigle", "nom", "nature", "parent", "territoire", "fuseau"];

    private static readonly string[] Needed = ["code", "nom", "nature"];

    public static List<UnitLine> Read(byte[] content, List<SourceProblem> problems)
    {
        var units = new List<UnitLine>();
        var before = problems.Count;
        foreach (var line in CsvLines.Read(content, OrganisationInput.UnitsSource, Columns, Needed, problems))
        {
            Territory? territory = null;
            if (UnitKinds.Find(line["nature"]) is not { } kind)
            {
                problems.Add(Of(line, $"la nature « {line["nature"]} » n’est pas connue\u00a0: écrivez {string.Join(", ", UnitKinds.All)}."));
            }
            else if (line["territoire"] is { Length: > 0 } code && (!Territory.TryParse(code, out territory) || !Territories.Known.Contains(territory)))
            {
                problems.Add(Of(line, $"le territoire « {code} » n’existe pas\u00a0: écrivez le code d’un département (67, 2A, 974), ou R et celui d’une région (R44)."));
            }
            else
            {
                var sheet = new UnitSheet(line["code"], line["sigle"], line["nom"], kind, NullIfEmpty(line["parent"]), territory, NullIfEmpty(line["fuseau"]));
                if (sheet.Problem is { } problem)
                {
                    problems.Add(Of(line, problem.Sentence));
                }
                else
                {
                    units.Add(new UnitLine(line.Number, sheet));
                }
            }
        }

        if (units.Count == 0 && problems.Count == before)
        {
            problems.Add(new SourceProblem(OrganisationInput.UnitsSource, null, "le fichier ne contient aucune unité."));
        }

        return units;
    }

    private static SourceProblem Of(CsvLine line, string reason) => new(OrganisationInput.UnitsSource, line.Number, reason);

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
