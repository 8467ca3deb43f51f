using System.IO.Pipelines;
using System.Text.Json;
using Fabrique.Testing;
using Fabrique.Web.Features.MySpace.MyData;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.MySpace;

/// <summary>« Mes données »: the page, and the copy.</summary>
public sealed class MyDataTests
{
    [Theory]
    [EngineData]
    public async Task Somebody_receives_all_that_leads_to_them_and_nothing_that_leads_to_others(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        using var agent = await CopyAsync(app, "Kenza Fauvette");
        using var other = await CopyAsync(app, "Joris Grèbe");
        var (mine, tasks, mails) = await app.ReadAsync(async db =>
        {
            var me = await db.StaffMembers.SingleAsync(person => person.FullName == "Kenza Fauvette");
            return (
                await db.Applications.Where(application => application.ApplicantId == me.Id).Select(application => application.Reference).ToListAsync(),
                await db.WorkItems.CountAsync(item => item.AssigneeId == me.Id),
                await db.OutgoingMails.CountAsync(mail => mail.RecipientId == me.Id));
        });

        Assert.NotEmpty(mine);
        Assert.Equal(mine.Order(), Rows(agent, "Application").Select(row => row.GetProperty("reference").GetString()!).Order());
        Assert.All(Rows(agent, "Application"), row => Assert.Equal(JsonValueKind.Object, row.GetProperty("answers").ValueKind));
        Assert.Empty(Rows(other, "Application").Select(row => row.GetProperty("reference").GetString()!).Intersect(mine));
        Assert.InRange(Rows(agent, "OutgoingMail").Count, mails, int.MaxValue);
        Assert.InRange(Rows(agent, "WorkItem").Count, tasks, int.MaxValue);
        Assert.Single(Rows(agent, "StaffMember"), row => row.GetProperty("fullName").GetString() == "Kenza Fauvette");
        Assert.DoesNotContain(Rows(agent, "AuditEntry"), row => row.TryGetProperty("changes", out _));
        Assert.DoesNotContain("joris.grebe", agent.RootElement.GetRawText(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_page_shows_ones_sheet_and_gives_the_copy()
    {
        await using var app = await FabriqueApp.StartAsync(Engine.Sqlite);
        using var browser = app.Browse();
        await browser.SignInAsync("agent");
        await browser.GoAsync("/mon-espace");
        await browser.FollowAsync("Voir ce qui est gardé à mon sujet, en recevoir une copie");
        Assert.Contains("Kenza Fauvette", browser.Text, StringComparison.Ordinal);
        await browser.PressAsync("Recevoir une copie de mes données");
        Assert.Equal(System.Net.HttpStatusCode.OK, browser.Status);
    }

    private static List<JsonElement> Rows(JsonDocument copy, string nature) =>
    [
        .. copy.RootElement.GetProperty("données").EnumerateArray().SelectMany(data => data.GetProperty("lignes").EnumerateArray()).Where(row => row.GetProperty("nature").GetString() == nature),
    ];

    private static async Task<JsonDocument> CopyAsync(FabriqueApp app, string name)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var person = await app.ReadAsync(db => db.StaffMembers.SingleAsync(person => person.FullName == name));
        using var written = new MemoryStream();
        await scope.ServiceProvider.GetRequiredService<PersonalCopy>().WriteAsync(person.Id, person.Email, new DateTime(2026, 1, 12, 9, 0, 0, DateTimeKind.Utc), PipeWriter.Create(written), CancellationToken.None);
        return JsonDocument.Parse(written.ToArray());
    }
}
