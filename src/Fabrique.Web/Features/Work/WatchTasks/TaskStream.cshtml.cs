using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Fabrique.Web.Features.Work.WatchTasks;

/// <summary>
/// Server-Sent Events for the signed-in person: <c>ouvert</c>, then <c>taches</c> each time that their tasks may have changed, <c>battement</c> when nothing did for a while,
/// <c>complet</c> when another window of theirs takes its place, <c>fin</c> when it ends for another reason. They say nothing of the tasks: the page asks for these as it always does.
/// 204 when too many listen already.
/// </summary>
[Authorize(Policies.SignedIn)]
public sealed class TaskStreamModel(TaskWatch watch, Actor actor) : PageModel
{
    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (HttpMethods.IsHead(Request.Method) || actor.Session is not { } session || await watch.ListenAsync(actor.Id, actor.Roles, session, cancellationToken) is not { } listener)
        {
            return new NoContentResult();
        }

        Response.RegisterForDispose(listener);

        // Hours of listening are no slowness of the product's.
        if (HttpContext.Features.Get<IHttpMetricsTagsFeature>() is { } metrics)
        {
            metrics.MetricsDisabled = true;
        }

        // A proxy that keeps answers until they are whole would keep this one for ever.
        Response.Headers["X-Accel-Buffering"] = "no";
        var endsAt = HttpContext.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc;
        return new Streamed(Tell(listener, endsAt, cancellationToken));
    }

    private static async IAsyncEnumerable<SseItem<string>> Tell(TaskListener listener, DateTimeOffset? endsAt, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return new SseItem<string>("", "ouvert");
        while (await listener.NextAsync(endsAt, cancellationToken) is { } word)
        {
            yield return new SseItem<string>("", word);
        }
    }

    private sealed class Streamed(IAsyncEnumerable<SseItem<string>> told) : ActionResult
    {
        public override Task ExecuteResultAsync(ActionContext context) => TypedResults.ServerSentEvents(told).ExecuteAsync(context.HttpContext);
    }
}
