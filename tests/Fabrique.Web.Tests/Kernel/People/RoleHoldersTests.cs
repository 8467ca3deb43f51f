using System.Globalization;
using Fabrique.Data;
using Fabrique.Domain.People;
using Fabrique.Testing;
using Fabrique.Web.Kernel.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Kernel.People;

public sealed class RoleHoldersTests
{
    private const int Hours = 12;

    private static readonly DateTime Start = new(2026, 10, 24, 23, 0, 0, DateTimeKind.Utc);

    /// <summary>The query and the domain's rule are written apart: one in SQL, one in memory.</summary>
    [Theory, EngineData]
    public async Task The_database_and_the_domain_agree_on_who_holds_a_role_at_each_instant(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var services = database.Services();
        var giver = StaffMember.Register(Guid.CreateVersion7(), "giver", "Youssef", "youssef@exemple.gouv.fr", "DGITM", [], Start);
        var people = Enumerable.Range(0, 12).Select(number => Person(number, giver.Id)).ToList();
        await using (var scope = services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<FabriqueDbContext>();
            db.Add(giver);
            db.AddRange(people);
            await db.SaveChangesAsync();
        }

        await using var asking = services.CreateAsyncScope();
        var asked = asking.ServiceProvider.GetRequiredService<FabriqueDbContext>();
        foreach (var role in AppRoles.All)
        {
            foreach (var at in Enumerable.Range(-1, Hours + 4).SelectMany(hour => new[] { Start.AddHours(hour).AddMicroseconds(-1), Start.AddHours(hour) }))
            {
                var expected = people.Where(person => person.IsActive && person.HasRole(role, at)).Select(person => person.Id).Order();
                var found = await asked.HoldersOf(role, at).Select(person => person.Id).ToListAsync();
                Assert.Equal(expected, found.Order());
            }
        }
    }

    // Histories that differ from person to person: roles told at each sign-in, one given and sometimes ended early; some accounts are closed.
    private static StaffMember Person(int number, Guid giverId)
    {
        var person = StaffMember.Register(Guid.CreateVersion7(), number.ToString(CultureInfo.InvariantCulture), "Léa", "lea@exemple.gouv.fr", "DGITM", Told(number, 0), Start);
        var (grant, from) = (Guid.CreateVersion7(), number % 5);
        person.GiveRole(grant, AppRoles.All[number % AppRoles.All.Count], Start.AddHours(from), number % 3 == 0 ? null : Start.AddHours(from + 1 + (number % 4)), giverId, "Renfort", Start);
        for (var hour = 1; hour <= Hours; hour += 1 + (number % 3))
        {
            person.RecordSignIn(person.FullName, person.Email, Told(number, hour), Start.AddHours(hour));
        }

        if (number % 6 == 0)
        {
            person.EndRole(grant, Start.AddHours(number % 4));
        }

        if (number % 7 == 6)
        {
            person.Withdraw(byId: null, "Partie.", DateTime.UnixEpoch);
        }

        return person;
    }

    private static IEnumerable<string> Told(int number, int hour) => AppRoles.All.Where((_, index) => ((number * 7) + (hour * 3) + (index * index)) % 4 == 0);
}
