using System.ComponentModel.DataAnnotations;
using Fabrique.Domain;
using Fabrique.Domain.Messages;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Platform.Mail;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Messages.SwitchMessage;

/// <summary>« Couper ce message », or the contrary when it is.</summary>
[Authorize(Policies.Administrator)]
public sealed class SwitchMessageModel(MessageReader reader, MessageRenderer renderer, SwitchMessageHandler handler, Actor actor) : MessagePage(reader, renderer, actor)
{
    [BindProperty]
    [Display(Name = "Pourquoi", Description = "Lu par les personnes qui administrent.")]
    [TextLength(MessageRevision.WhyLength)]
    public string? Why { get; set; }

    /// <summary>Whether it is this scope that is cut, so that the page offers to undo it.</summary>
    public bool IsOffHere => Sheet.Change is { Revision.IsOff: true };

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var answer = await ShowAsync(cancellationToken);
        Version = Sheet?.Change?.Version;
        return answer;
    }

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(Why))
        {
            ModelState.AddModelError(nameof(Why), "Dites pourquoi ce message est coupé.");
        }

        return SwitchAsync(off: true, "Le message est coupé\u00a0: plus rien ne part, et le suivi des dossiers le dit.", cancellationToken);
    }

    public Task<IActionResult> OnPostOnAsync(CancellationToken cancellationToken) =>
        SwitchAsync(off: false, "Le message est remis en service\u00a0: il partira de nouveau. Ce qui n’est pas parti entre-temps ne partira pas.", cancellationToken);

    private Task<IActionResult> SwitchAsync(bool off, string done, CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new SwitchMessage { Key = Key, Scope = Sheet.Scope, Off = off, Why = Texts.Lines(Why), Version = Version }, token),
        () =>
        {
            TempData.Confirm(done);
            return LocalRedirect(MessageLinks.Edit(Key, Sheet.Scope));
        },
        cancellationToken);
}
