using System.Net;
using Fabrique.Testing;
using Fabrique.Web.Features.Work.CommentTask;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Tests.Kernel.UseCases;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Tests.Features.Work;

/// <summary>What those who see to a task say of it to each other.</summary>
public sealed class TaskCommentTests
{
    [Theory]
    [EngineData]
    public async Task Those_who_see_to_it_read_it_and_are_told_and_nobody_else_is(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var task = await HandlerCases.EntrustedAsync(app);
        using var coach = await app.BrowseAsync("coach");
        await coach.GoAsync(TaskLinks.Comment(task));
        Assert.Contains("Personne n’a encore rien dit", coach.Text, StringComparison.Ordinal);
        await coach.PressAsync("Envoyer le commentaire", ("Text", ""));
        Assert.Equal(HttpStatusCode.BadRequest, coach.Status);
        var again = coach.Prepare("Envoyer le commentaire", ("Text", "Il manque <l’annexe> :\nqui l’a ?"));
        await coach.SendAsync(again);
        await coach.SendAsync(again);
        Assert.Contains("Votre commentaire est enregistré", coach.Text, StringComparison.Ordinal);

        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(TaskLinks.Comment(task));
        Assert.Contains("Il manque <l’annexe>", team.Text, StringComparison.Ordinal);
        Assert.Single(team.Page.QuerySelectorAll("main .fab-lines"));
        var mail = Assert.Single(await app.ReadAsync(db => db.OutgoingMails.Where(mail => mail.Template == CommentTaskHandler.Message).ToListAsync()));
        Assert.Equal("Anouk Églantine", mail.ToName);
        Assert.Contains("Il manque <l’annexe>", mail.TextBody, StringComparison.Ordinal);

        await team.PressAsync("Envoyer le commentaire", ("Text", "Je vous l’envoie."));
        Assert.Equal(["Anouk Églantine", "Daphné Lavande"], await app.ReadAsync(db => db.OutgoingMails.Where(mail => mail.Template == CommentTaskHandler.Message).Select(mail => mail.ToName).OrderBy(name => name).ToListAsync()));
        using var stranger = await app.BrowseAsync("agent");
        await stranger.GoAsync(TaskLinks.Comment(task));
        Assert.Equal(HttpStatusCode.NotFound, stranger.Status);
    }

    [Fact]
    public async Task Nothing_more_is_said_of_what_is_done()
    {
        await using var app = await FabriqueApp.StartAsync();
        var task = await HandlerCases.EntrustedAsync(app);
        using var coach = await app.BrowseAsync("coach");
        await coach.GoAsync(TaskLinks.Comment(task));
        await app.ReadAsync(async db =>
        {
            (await db.WorkItems.SingleAsync(item => item.Id == task)).Cancel(app.Now);
            return await db.SaveChangesAsync();
        });
        await coach.PressAsync("Envoyer le commentaire", ("Text", "Trop tard ?"));
        Assert.Equal(HttpStatusCode.Conflict, coach.Status);
        Assert.Contains("n’est plus attendue", coach.Text, StringComparison.Ordinal);
    }
}
