using System.Reflection;
using Fabrique.Data;
using Fabrique.Domain.Messages;
using Fabrique.Web.Kernel.Incidents;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Setup;

/// <summary>What machines ask: is it alive, may it be sent requests, which version is it.</summary>
internal static class HealthSetup
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static WebApplicationBuilder AddFabriqueHealth(this WebApplicationBuilder builder) => builder;

    public static WebApplication MapFabriqueHealth(this WebApplication app)
    {
        app.MapGet("/sante/vivant", () => Results.Json(new { etat = "vivant" })).AllowAnonymous();
        app.MapGet("/sante/pret", ReadyAsync).AllowAnonymous();
        app.MapGet("/version", () => Results.Json(Version())).AllowAnonymous();
        return app;
    }

    // Open incidents degrade the service without keeping it from answering: requests may still be sent to it.
    private static async Task<IResult> ReadyAsync(FabriqueDbContext db, IncidentInbox inbox, TimeProvider clock, FabriqueOptions options, CancellationToken cancellationToken)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(Patience);
        try
        {
            var isMigrated = !(await db.Database.GetPendingMigrationsAsync(bounded.Token)).Any();
            var oldest = await db.OutgoingMails
                .Where(mail => mail.Status == MailStatus.Pending)
                .MinAsync(mail => (DateTime?)mail.CreatedAt, bounded.Token);
            var incidents = isMigrated ? await inbox.CountAsync(new IncidentFilter(), bounded.Token) : [];
            return Results.Json(
                new
                {
                    etat = !isMigrated ? "schema-en-retard" : incidents.Count > 0 ? "degrade" : "pret",
                    role = options.Role,
                    plusAncienMessageEnAttenteSecondes = oldest is { } at ? (int?)(clock.GetUtcNow().UtcDateTime - at).TotalSeconds : null,
                    incidents,
                },
                statusCode: isMigrated ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        }
        catch (Exception exception) when (exception is System.Data.Common.DbException or OperationCanceledException or InvalidOperationException)
        {
            return Results.Json(new { etat = "base-injoignable" }, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    // The SDK appends the commit's id to the informational version: 1.0.0+abcdef…
    private static object Version()
    {
        var parts = (typeof(HealthSetup).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "").Split('+', 2);
        return new { version = parts[0], commit = parts.Length > 1 ? parts[1] : null };
    }
}
