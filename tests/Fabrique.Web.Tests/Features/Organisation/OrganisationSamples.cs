using System.Text;
using Fabrique.Domain.People;
using Fabrique.Web.Features.Organisation.ApplyOrganisation;
using Fabrique.Web.Features.Organisation.Differences;
using Fabrique.Web.Features.Organisation.Sources;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Organisation;

/// <summary>Files of the organisation, made from what is.</summary>
internal static class OrganisationSamples
{
    public const string Header = "code;sigle;nom;nature;parent;territoire;fuseau";

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>The units that there are, as « unites.csv » has them.</summary>
    public static async Task<List<string>> UnitsAsync(FabriqueApp app)
    {
        var units = await app.ReadAsync(db => db.OrganisationUnits.Where(unit => unit.ClosedAt == null).OrderBy(unit => unit.Code).ToListAsync());
        var codes = units.ToDictionary(unit => unit.Id, unit => unit.Code);
        return [Header, .. units.Select(unit => $"{unit.Code};{unit.ShortName};{unit.Name};{UnitKinds.Label(unit.Kind)};{(unit.ParentId is { } parent ? codes[parent] : "")};{unit.TerritoryCode};{unit.OwnTimeZone}")];
    }

    public static async Task<byte[]> UnitsFileAsync(FabriqueApp app, params string[] more) => Utf8(string.Join('\n', [.. await UnitsAsync(app), .. more]));

    /// <summary>What reading two files would change, ready to be applied.</summary>
    public static async Task<ApplyOrganisation> CompareAsync(FabriqueApp app, byte[]? units, byte[]? people)
    {
        var input = OrganisationInput.Read(units, people);
        await using var scope = app.Services.CreateAsyncScope();
        var difference = await scope.ServiceProvider.GetRequiredService<OrganisationComparer>().CompareAsync(input, CancellationToken.None);
        return new ApplyOrganisation { Input = input, Seen = difference.Digest };
    }

    /// <summary>A new unit, of its own each time.</summary>
    public static async Task<ApplyOrganisation> NewUnitAsync(FabriqueApp app) =>
        await CompareAsync(app, await UnitsFileAsync(app, $"u{Guid.NewGuid():N};;Une unité;Bureau;sg;;"), people: null);

    /// <summary>Somebody who goes to the other of two units, and has another manager.</summary>
    public static async Task<ApplyOrganisation> MoveAsync(FabriqueApp app)
    {
        var there = await app.ReadAsync(db => db.OrganisationUnits.AnyAsync(unit => unit.Code == "eau" && db.StaffMembers.Any(person => person.UnitId == unit.Id && person.Email == "joris.grebe@fabrique.example")));
        return await CompareAsync(app, units: null, Utf8($"courriel;unite;responsable\njoris.grebe@fabrique.example;{(there ? "mobilites" : "eau")};{(there ? "octave.tamaris@fabrique.example" : "fabien@fabrique.example")}"));
    }
}
