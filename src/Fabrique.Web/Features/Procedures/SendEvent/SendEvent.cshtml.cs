using Fabrique.Workflows;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Fabrique.Web.Features.Procedures.SendEvent;

/// <summary>
/// Where an address made by a procedure leads. Looking at it does nothing: mail servers and browsers look at links by themselves. Sending the form does, by the address alone: no session counts for
/// anything here, so there is none for another site to misuse.
/// </summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
public sealed class SendEventModel(EventLinks links, IWorkflowRuntime runtime) : PageModel
{
    [BindProperty(Name = "t", SupportsGet = true)]
    public string? Token { get; set; }

    public WorkflowEventLink? Link { get; private set; }

    public bool IsSent { get; private set; }

    public void OnGet() => Look();

    public async Task OnPostAsync(CancellationToken cancellationToken)
    {
        Look();
        if (Link is { } link)
        {
            await runtime.PublishEventAsync(new EventRequest(link.EventName) { InstanceId = link.InstanceId }, cancellationToken);
            IsSent = true;
        }
    }

    private void Look()
    {
        Link = links.Read(Token);
        if (Link is null)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
        }
    }
}
