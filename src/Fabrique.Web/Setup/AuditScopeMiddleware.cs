using Fabrique.Data.Auditing;
using Fabrique.Web.Kernel.People;

namespace Fabrique.Web.Setup;

/// <summary>Tells the audit who acts, and by which route.</summary>
internal sealed class AuditScopeMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http, AuditScope scope, Actor actor)
    {
        scope.ActorId = actor.IsSignedIn ? actor.Id : null;
        scope.UseCase = $"{http.Request.Method} {(http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? http.Request.Path}";
        return next(http);
    }
}
