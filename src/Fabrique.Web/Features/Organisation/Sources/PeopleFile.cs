using Fabrique.Domain.People;

namespace Fabrique.Web.Features.Organisation.Sources;

/// <summary>« personnes.csv »: the unit and the line manager of some people, one a line, and whether their account is active.</summary>
internal static class PeopleFile
{
    private const string Yes = "oui";
    private const string No = "non";

    public static IReadOnlyList<string> Columns { get; } = ["courriel", "unite", "responsable", "actif"];

    private static readonly string[] Needed = ["courriel"];

    public static List<PersonLine> Read(byte[] content, List<SourceProblem> problems)
    {
        var people = new List<PersonLine>();
        foreach (var line in CsvLines.Read(content, OrganisationInput.PeopleSource, Columns, Needed, problems))
        {
            var (email, unit, manager, active) = (line["courriel"], line["unite"], line["responsable"], line["actif"].ToLowerInvariant());
            if (!IsAddress(email))
            {
                problems.Add(Of(line, email.Length == 0 ? "l’adresse de courriel manque." : $"« {email} » n’est pas une adresse de courriel."));
            }
            else if (manager.Length > 0 && manager != PersonLine.Nobody && !IsAddress(manager))
            {
                problems.Add(Of(line, $"« {manager} », qui serait responsable, n’est pas une adresse de courriel\u00a0: écrivez un tiret quand il n’y a personne."));
            }
            else if (active is not ("" or Yes or No))
            {
                problems.Add(Of(line, $"« {line["actif"]} » ne dit pas si le compte est actif\u00a0: écrivez {Yes} ou {No}, ou rien."));
            }
            else
            {
                people.Add(new PersonLine(line.Number, email, unit.Length == 0 ? null : unit, manager.Length == 0 ? null : manager, active.Length == 0 ? null : active == Yes));
            }
        }

        return people;
    }

    private static bool IsAddress(string text) => text.Length <= StaffMember.EmailLength && text.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at < text.Length - 1 && !text.Contains(' ', StringComparison.Ordinal);

    private static SourceProblem Of(CsvLine line, string reason) => new(OrganisationInput.PeopleSource, line.Number, reason);
}
