using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Fabrique.Web.Kernel.Pages;

/// <summary>
/// A page that has no handler for a request would be shown without anything having been read for it: what is sent to a page that takes nothing is refused, and a
/// handler that does not exist is not found.
/// </summary>
public sealed class NoSuchHandler : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var request = context.HttpContext.Request;
        if (context.HandlerMethod is not null)
        {
            return next();
        }

        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            context.HttpContext.Response.Headers.Allow = "GET, HEAD";
            context.Result = new StatusCodeResult(StatusCodes.Status405MethodNotAllowed);
            return Task.CompletedTask;
        }

        if (context.ActionDescriptor.HandlerMethods.Any(handler => HttpMethods.IsGet(handler.HttpMethod)))
        {
            context.Result = new NotFoundResult();
            return Task.CompletedTask;
        }

        // A page of words only.
        return next();
    }
}
