using Fabrique.Domain.Calls;
using Fabrique.Domain.Messages;
using Fabrique.Testing;
using Fabrique.Web.Features.Calls.GrantGrace;
using Fabrique.Web.Tests.Kernel.UseCases;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Calls;

/// <summary>Whoever may submit later is told, and told again when they no longer may.</summary>
public sealed class GraceMessagesTests
{
    [Fact]
    public async Task The_person_is_told_until_when_and_when_it_is_taken_back()
    {
        await using var app = await FabriqueApp.StartAsync(Engine.Sqlite);
        var call = await HandlerCases.CallAsync(app, CallStatus.Closed);
        var granted = await app.ActAsync("equipe", services => services.GetRequiredService<GrantGraceHandler>()
            .HandleAsync(new GrantGrace(call.Id, "Kenza Fauvette", new DateTime(2028, 3, 1, 16, 45, 0, DateTimeKind.Utc), "Arrêt prolongé."), CancellationToken.None));
        var told = await MailAsync(app, GraceMessages.Granted);
        Assert.Equal("kenza.fauvette@fabrique.example", told.ToAddress);
        Assert.Contains("1er mars 2028 à 17 h 45", told.TextBody.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.DoesNotContain("Arrêt", told.TextBody, StringComparison.Ordinal);

        Assert.True((await app.ActAsync("equipe", services => services.GetRequiredService<RevokeGraceHandler>().HandleAsync(new RevokeGrace(granted.Value!.Id), CancellationToken.None))).IsDone);
        Assert.Equal(told.ToAddress, (await MailAsync(app, GraceMessages.Revoked)).ToAddress);
    }

    private static Task<OutgoingMail> MailAsync(FabriqueApp app, string template) => app.ReadAsync(db => db.OutgoingMails.SingleAsync(mail => mail.Template == template));
}
