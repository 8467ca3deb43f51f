using System.Security.Claims;
using Fabrique.Data;
using Fabrique.Domain.People;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.Sessions.Live;

/// <summary>Where screens ask to be told that a session changed: those of people who read its jury, from pages of this site, by WebSocket alone, so that any host may answer.</summary>
public sealed class SessionHub(FabriqueDbContext db, PanelReader panels, Actor actor, SessionScreens screens) : Hub
{
    public const string Path = "/jurys/flux";

    /// <summary>What screens hear, with a revision.</summary>
    public const string Changed = "changed";

    /// <summary>Tells the caller from now on that a session changed. What it has become is on its page, which is read again each time for whom it is.</summary>
    public async Task FollowAsync(Guid sessionId)
    {
        if (Context.User is not { } user || !Guid.TryParse(user.FindFirstValue(Actor.IdClaim), out var id))
        {
            throw new HubException("Votre session est terminée.");
        }

        // No request stands behind a message.
        actor.ActAs(id, user.FindFirstValue("name") ?? "", AppRoles.All.Where(user.IsInRole));
        var panel = await db.HearingSessions.Where(session => session.Id == sessionId).Select(session => (Guid?)session.PanelId).SingleOrDefaultAsync(Context.ConnectionAborted);
        if (panel is not { } panelId || await panels.FindReadableAsync(panelId, Context.ConnectionAborted) is null)
        {
            throw new HubException("Cette séance n’existe pas.");
        }

        await Groups.AddToGroupAsync(Context.ConnectionId, SessionScreens.GroupOf(sessionId), Context.ConnectionAborted);
        await screens.FollowAsync(Context.ConnectionId, sessionId, Context.ConnectionAborted);
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        screens.Leave(Context.ConnectionId);
        return base.OnDisconnectedAsync(exception);
    }

    internal static void Map(IEndpointRouteBuilder endpoints) => endpoints
        .MapHub<SessionHub>(Path, connection =>
        {
            connection.Transports = HttpTransportType.WebSockets;
            connection.CloseOnAuthenticationExpiration = true;
        })
        .RequireAuthorization(Policies.SignedIn)
        .RequireAuthorization(policy => policy.RequireAssertion(asked => asked.Resource is HttpContext http && IsFromHere(http.Request)));

    // Browsers let any page open a WebSocket, and say which one does.
    private static bool IsFromHere(HttpRequest request) =>
        Uri.TryCreate(request.Headers.Origin, UriKind.Absolute, out var origin) && origin.Scheme == request.Scheme && string.Equals(origin.Authority, new Uri($"{request.Scheme}://{request.Host}").Authority, StringComparison.OrdinalIgnoreCase);
}
