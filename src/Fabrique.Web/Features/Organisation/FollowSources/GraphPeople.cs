using System.Globalization;
using Fabrique.Web.Features.Organisation.Sources;
using Fabrique.Web.Platform.Graph;

namespace Fabrique.Web.Features.Organisation.FollowSources;

/// <summary>What Microsoft Graph says of people, as a file of people would.</summary>
internal static class GraphPeople
{
    private static readonly StringComparer Names = StringComparer.Create(CultureInfo.InvariantCulture, CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace);

    /// <summary>Adds it to what the files say, which have the last word.</summary>
    /// <param name="given">Of the file.</param>
    /// <param name="people">Of Graph, which knows a unit by its name or its « sigle »: one that no unit has, or that several have, is not followed.</param>
    /// <param name="units">Those that there are.</param>
    public static IReadOnlyList<PersonLine> Complete(IReadOnlyList<PersonLine> given, IReadOnlyList<GraphPerson> people, IReadOnlyList<(string Code, string Name, string ShortName)> units)
    {
        var codes = units
            .SelectMany(unit => new[] { (Name: unit.Name, unit.Code), (Name: unit.ShortName, unit.Code) })
            .Where(named => named.Name.Length > 0)
            .Distinct()
            .ToLookup(named => named.Name, named => named.Code, Names);

        // Whoever came back under a new account keeps their address, and so does the old one: they have not left.
        var told = people.OrderBy(person => person.IsEnabled is false).DistinctBy(person => person.Mail, StringComparer.OrdinalIgnoreCase).ToDictionary(
            person => person.Mail,
            person => new PersonLine(null, person.Mail, person.Department?.Trim() is { Length: > 0 } name && codes[name].Distinct().ToList() is [var code] ? code : null, person.ManagerMail, person.IsEnabled),
            StringComparer.OrdinalIgnoreCase);
        var named = given.Select(line => line.Email).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. given.Select(line => told.TryGetValue(line.Email, out var known) ? line with { UnitCode = line.UnitCode ?? known.UnitCode, Manager = line.Manager ?? known.Manager, IsActive = line.IsActive ?? known.IsActive } : line),
            .. told.Values.Where(line => !named.Contains(line.Email)),
        ];
    }
}
