using Fabrique.Domain;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Fabrique.Web.Kernel.Pages;

/// <summary>
/// Reads each text of a posted form by the domain's rule (<see cref="Texts"/>), before anything looks at it: what nobody can see is missing, and a text is of one
/// line unless its property says how long a text of several may be. The page shows again what was typed, as it was typed.
/// </summary>
public sealed class TypedTextBinder : IModelBinderProvider, IModelBinder
{
    public IModelBinder? GetBinder(ModelBinderProviderContext context) => context.Metadata.ModelType == typeof(string) ? this : null;

    public Task BindModelAsync(ModelBindingContext bindingContext)
    {
        var given = bindingContext.ValueProvider.GetValue(bindingContext.ModelName);
        if (given == ValueProviderResult.None)
        {
            return Task.CompletedTask;
        }

        bindingContext.ModelState.SetModelValue(bindingContext.ModelName, given);
        var metadata = bindingContext.ModelMetadata;
        var text = IsAnswer(metadata) && given.Length > 1 ? string.Join(',', given.Values.ToArray()) : given.FirstValue;
        if (IsTyped(bindingContext))
        {
            text = IsOneLine(metadata) ? Texts.Line(text) : Texts.Lines(text);
        }

        bindingContext.Result = ModelBindingResult.Success(metadata.ConvertEmptyStringToNull && string.IsNullOrWhiteSpace(text) ? null : text);
        return Task.CompletedTask;
    }

    // A question that takes several choices is sent as often as there are.
    private static bool IsAnswer(ModelMetadata metadata) => metadata.ContainerType is null;

    // The answers to a form are no property of a page: their questions read them, and know how many lines they take.
    private static bool IsOneLine(ModelMetadata metadata) => metadata.ModelType == typeof(string)
        && typeof(PageModel).IsAssignableFrom(metadata.ContainerType)
        && !metadata.ValidatorMetadata.OfType<TextLengthAttribute>().Any();

    // An address is not typed: what it names is looked for as it is.
    private static bool IsTyped(ModelBindingContext binding) =>
        binding.HttpContext.Request.HasFormContentType && binding.HttpContext.Request.Form.ContainsKey(binding.ModelName);
}
