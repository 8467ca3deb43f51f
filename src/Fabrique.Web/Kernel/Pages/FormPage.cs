using Fabrique.Domain;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Kernel.Pages;

/// <summary>
/// How every page with a form answers: 400 with the errors beside the fields, 409 with the reason of a refusal or with who changed what in the
/// meantime, and always with what the person typed.
/// </summary>
public abstract class FormPage : PageModel
{
    /// <summary>Reads what the page shows besides the typed values. False when there is no such thing, or it is not for this person.</summary>
    protected abstract Task<bool> LoadAsync(CancellationToken cancellationToken);

    protected async Task<IActionResult> ShowAsync(CancellationToken cancellationToken) =>
        await LoadAsync(cancellationToken) ? Page() : NotFound();

    /// <param name="useCase">What the person asks for.</param>
    /// <param name="done">What they see once it is done.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    protected Task<IActionResult> SubmitAsync(Func<CancellationToken, Task<Outcome>> useCase, Func<IActionResult> done, CancellationToken cancellationToken) => AnswerAsync(
        async () => (await useCase(cancellationToken)).Refusal is { } refusal ? await RefusedAsync(refusal.Sentence, cancellationToken) : done(),
        cancellationToken);

    /// <param name="useCase">What the person asks for.</param>
    /// <param name="done">What they see once it is done.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    /// <param name="kept">What they see when it is refused but something was kept; the same page with the refusal when null.</param>
    protected Task<IActionResult> SubmitAsync<T>(
        Func<CancellationToken, Task<Outcome<T>>> useCase, Func<T, IActionResult> done, CancellationToken cancellationToken, Func<T, Refusal, IActionResult>? kept = null)
        where T : class => AnswerAsync(
        async () =>
        {
            var outcome = await useCase(cancellationToken);
            if (outcome.IsDone)
            {
                return done(outcome.Value);
            }

            return outcome.Value is { } value && kept is not null ? kept(value, outcome.Refusal) : await RefusedAsync(outcome.Refusal.Sentence, cancellationToken);
        },
        cancellationToken);

    /// <summary>The same page again, with a sentence above the form.</summary>
    protected async Task<IActionResult> RefusedAsync(string sentence, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        ModelState.AddModelError("", sentence);
        return Shown(StatusCodes.Status409Conflict);
    }

    private async Task<IActionResult> AnswerAsync(Func<Task<IActionResult>> answer, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        if (!ModelState.IsValid)
        {
            return Shown(StatusCodes.Status400BadRequest);
        }

        try
        {
            return await answer();
        }
        catch (DbUpdateConcurrencyException conflict)
        {
            var report = HttpContext.RequestServices.GetRequiredService<ConflictReport>();
            return await RefusedAsync(await report.DescribeAsync(conflict, cancellationToken), cancellationToken);
        }
    }

    private PageResult Shown(int status)
    {
        Response.StatusCode = status;
        return Page();
    }
}
