using Fabrique.Domain.Time;
using Fabrique.Testing;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Tests.Features.Organisation;
using Fabrique.Web.Tests.Support;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Kernel.People;

public sealed class OrganisationReaderTests
{
    [Theory]
    [EngineData]
    public async Task It_tells_the_unit_the_manager_the_days_and_the_time_of_somebody(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        Assert.Equal("Service de l’habitat / Direction départementale des territoires du Rhône / Ministères de l’écologie et des territoires | Solène Aubépine | Mainland Europe/Paris", await TellAsync(app, "kenza.fauvette@fabrique.example"));
        Assert.Equal("Direction régionale de l’environnement, de l’aménagement et du logement Grand Est / Ministères de l’écologie et des territoires |  | AlsaceMoselle Europe/Paris", await TellAsync(app, "alizee@fabrique.example"));
        Assert.Equal(" |  | Mainland Europe/Paris", await TellAsync(app, "joris.grebe@fabrique.example"));
        await PlaceAsync(app, "joris.grebe@fabrique.example", "deal-reunion-eau");
        Assert.EndsWith("| Reunion Indian/Reunion", await TellAsync(app, "joris.grebe@fabrique.example"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_asked_of_somebody_is_due_and_recalled_where_they_work()
    {
        await using var app = await FabriqueApp.StartAsync();
        await PlaceAsync(app, "joris.grebe@fabrique.example", "deal-reunion");
        await PlaceAsync(app, "kenza.fauvette@fabrique.example", "dreal-grand-est");
        await app.JumpAsync(new DateTime(2027, 12, 17, 21, 0, 0, DateTimeKind.Utc));

        // There, one in the morning of Saturday 18 December 2027; Monday 20 is not worked.
        Assert.Equal("2027-12-21T19:59 2027-12-21 | 2027-12-21T05:00 2027-12-22T05:00", await AskAsync(app, "joris.grebe@fabrique.example", 1, "J-1, J, J+1"));

        // In Strasbourg, still Friday.
        Assert.Equal("2027-12-20T22:59 2027-12-20 | 2027-12-20T08:00", await AskAsync(app, "kenza.fauvette@fabrique.example", 1, "J"));
        await app.JumpAsync(new DateTime(2028, 4, 12, 10, 0, 0, DateTimeKind.Utc));

        // Wednesday before Good Friday.
        Assert.Equal("2028-04-18T21:59 2028-04-18 | 2028-04-13T07:00", await AskAsync(app, "kenza.fauvette@fabrique.example", 2, "J-1"));
        Assert.Equal("2028-04-14T21:59 2028-04-14 | 2028-04-13T07:00", await AskAsync(app, "Coach", 2, "J-1"));
    }

    private static async Task<string> AskAsync(FabriqueApp app, string assignee, int days, string reminders)
    {
        var name = $"demande-{Guid.NewGuid():N}";
        await app.PublishAsync(name, [], [Drawing.Node(
            "t",
            "Fabrique.Task",
            ("title", Drawing.Literal("Relire")),
            ("assignee", assignee.Contains('@', StringComparison.Ordinal) ? Drawing.Js($"'{assignee}'") : Drawing.Literal(assignee)),
            ("workingDays", Drawing.Json(days.ToString(System.Globalization.CultureInfo.InvariantCulture))),
            ("reminders", Drawing.Literal(reminders)),
            ("outcomes", Drawing.Json("""["Fait"]""")))]);
        var started = await app.Services.GetRequiredService<IWorkflowRuntime>().StartAsync(new StartRequest(name));
        var task = await app.ReadAsync(db => db.WorkItems.Include(item => item.Reminders).SingleAsync(item => item.WorkflowInstanceId == started.Id));
        return FormattableString.Invariant($"{task.DueAt:yyyy-MM-ddTHH:mm} {task.DueOn:yyyy-MM-dd} | {string.Join(' ', task.Reminders.Select(reminder => FormattableString.Invariant($"{reminder.DueAt:yyyy-MM-ddTHH:mm}")))}");
    }

    private static async Task PlaceAsync(FabriqueApp app, string email, string unit)
    {
        var input = await OrganisationSamples.CompareAsync(app, units: null, OrganisationSamples.Utf8($"courriel;unite\n{email};{unit}"));
        Assert.True((await app.ActAsync("admin", services => services.GetRequiredService<Web.Features.Organisation.ApplyOrganisation.ApplyOrganisationHandler>().HandleAsync(input, CancellationToken.None))).IsDone);
    }

    private static async Task<string> TellAsync(FabriqueApp app, string email)
    {
        var id = await app.ReadAsync(db => db.StaffMembers.Where(person => person.Email == email).Select(person => person.Id).SingleAsync());
        await using var scope = app.Services.CreateAsyncScope();
        var reader = scope.ServiceProvider.GetRequiredService<OrganisationReader>();
        var unit = await reader.FindUnitAsync(id, CancellationToken.None);
        var line = unit is null ? [] : await reader.ReadLineAsync(unit.Id, CancellationToken.None);
        Workplace place = await reader.FindWorkplaceAsync(id, CancellationToken.None);
        return $"{string.Join(" / ", line.Select(above => above.Name))} | {(await reader.FindManagerAsync(id, CancellationToken.None))?.FullName} | {place.Calendar.Territory} {place.Time.Zone.Id}";
    }
}
