using Fabrique.Domain;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Kernel.Pages;

/// <summary>
/// How every page with a form answers: 400 with the errors beside the fields, 409 with the reason of a refusal or with who changed what in the
/// meantime, and always with what the person typed. A form whose token is no longer valid (the session is another one, the cookie is gone, the page slept for
/// a week) changes nothing and comes back filled, with a new token: the check is therefore made here, in place of the framework's, which answers nothing.
/// </summary>
[IgnoreAntiforgeryToken]
public abstract class FormPage : PageModel
{
    private const string TooOld =
        "Votre saisie est conservée ci-dessous, mais elle n’est pas encore enregistrée : cette page était ouverte depuis trop longtemps, ou sous une autre session. Relisez-la, puis enregistrez de nouveau.";

    public sealed override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        try
        {
            if (!HttpMethods.IsGet(Request.Method) && !HttpMethods.IsHead(Request.Method))
            {
                await HttpContext.RequestServices.GetRequiredService<IAntiforgery>().ValidateRequestAsync(HttpContext);
            }
        }
        catch (AntiforgeryValidationException invalid)
        {
            if (IsSentByScript)
            {
                context.Result = new JsonResult(new { sentence = TooOld });
                return;
            }

            // What cannot be read, such as a body cut on the way, cannot be shown again.
            context.Result = invalid.InnerException is not (IOException or InvalidDataException) && KeptForm.IsFromHere(Request)
                ? await ShowAgainAsync(TooOld, StatusCodes.Status400BadRequest, HttpContext.RequestAborted)
                : BadRequest();
            return;
        }

        var executed = await next();
        if (!HttpMethods.IsGet(Request.Method) && executed.Result is LocalRedirectResult or IKeepTempDataResult)
        {
            // What leads elsewhere is done.
            PageFrame.Taken(TempData);
        }
    }

    /// <summary>Whether a script of the page asks, which shows a sentence beside what is typed and leaves it there.</summary>
    protected virtual bool IsSentByScript => false;

    /// <summary>Reads what only the form shows, when it is shown again without having been looked at.</summary>
    protected virtual Task LoadFormAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>After the person was told what changed in the meantime: the form carries what it shows now, so that it can be sent again.</summary>
    protected virtual Task ShowFreshAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The field that a refusal is about, by name of its property: it is marked, and linked from the summary. Empty when it is about none.</summary>
    protected virtual string FieldOf(Refusal refusal) => "";

    /// <summary>Reads what the page shows besides the typed values. False when there is no such thing, or it is not for this person.</summary>
    protected abstract Task<bool> LoadAsync(CancellationToken cancellationToken);

    protected async Task<IActionResult> ShowAsync(CancellationToken cancellationToken) =>
        await LoadAsync(cancellationToken) ? Page() : NotFound();

    /// <param name="useCase">What the person asks for.</param>
    /// <param name="done">What they see once it is done.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    protected Task<IActionResult> SubmitAsync(Func<CancellationToken, Task<Outcome>> useCase, Func<IActionResult> done, CancellationToken cancellationToken) => AnswerAsync(
        async () => (await useCase(cancellationToken)).Refusal is { } refusal ? await RefuseAsync(refusal, cancellationToken) : done(),
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

            return outcome.Value is { } value && kept is not null ? kept(value, outcome.Refusal) : await RefuseAsync(outcome.Refusal, cancellationToken);
        },
        cancellationToken);

    /// <summary>The same page again, with a sentence above the form.</summary>
    protected Task<IActionResult> RefusedAsync(string sentence, CancellationToken cancellationToken) => ShowAgainAsync(sentence, StatusCodes.Status409Conflict, cancellationToken);

    private Task<IActionResult> RefuseAsync(Refusal refusal, CancellationToken cancellationToken) =>
        ShowAgainAsync(refusal.Sentence, StatusCodes.Status409Conflict, cancellationToken, FieldOf(refusal));

    private async Task<IActionResult> ShowAgainAsync(string sentence, int status, CancellationToken cancellationToken, string field = "")
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        await LoadFormAsync(cancellationToken);
        ModelState.AddModelError(field, sentence);
        return Shown(status);
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
            var answered = await RefusedAsync(await report.DescribeAsync(conflict, cancellationToken), cancellationToken);
            await ShowFreshAsync(cancellationToken);
            return answered;
        }
    }

    private PageResult Shown(int status)
    {
        Response.StatusCode = status;
        return Page();
    }
}
