using Fabrique.Domain.Applications;

namespace Fabrique.Web.Features.Applications;

/// <summary>What an application says, to be read.</summary>
/// <param name="Application">The application.</param>
/// <param name="HasTitle">Whether its title is told too: not where it heads the page.</param>
public sealed record ApplicationContent(Application Application, bool HasTitle = false);
