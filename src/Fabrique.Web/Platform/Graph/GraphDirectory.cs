using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fabrique.Web.Platform.Graph;

/// <summary>Somebody, as Microsoft Graph tells.</summary>
/// <param name="Mail">Their address.</param>
/// <param name="Department">Name of their unit; null when it is not told.</param>
/// <param name="ManagerMail">Address of their line manager; null when it is not told.</param>
/// <param name="IsEnabled">Whether they may sign in to the directory; null when it is not told.</param>
public sealed record GraphPerson(string Mail, string? Department, string? ManagerMail, bool? IsEnabled = null);

/// <summary>Graph could not be read.</summary>
/// <param name="message">Why, in French.</param>
/// <param name="cause">What it ended on.</param>
public sealed class GraphException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>Reads the people of a directory from Microsoft Graph, page after page, at the pace that it asks.</summary>
public sealed class GraphDirectory(HttpClient http, TimeProvider clock)
{
    private const string Query = "v1.0/users?$select=id,displayName,mail,department,officeLocation,accountEnabled&$expand=manager($select=id,mail)&$top=500";
    private const int MostPages = 1_000;
    private const int MostWaits = 8;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan UsualWait = TimeSpan.FromSeconds(10);

    /// <exception cref="GraphException">It refuses, does not answer, or answers what is not understood.</exception>
    public async Task<IReadOnlyList<GraphPerson>> ReadAsync(GraphOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var token = await AskTokenAsync(options, cancellationToken);
            var people = new List<GraphPerson>();
            var pages = 0;
            for (var next = new Uri(options.Address, Query); next is not null;)
            {
                // The token goes nowhere else, whatever an answer says.
                if (++pages > MostPages || next.GetLeftPart(UriPartial.Authority) != options.Address.GetLeftPart(UriPartial.Authority))
                {
                    throw new GraphException("Microsoft Graph renvoie vers une page qui n’est pas la sienne, ou n’en finit pas.");
                }

                var page = await SendAsync<Page>(() => new HttpRequestMessage(HttpMethod.Get, next) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } }, cancellationToken);
                people.AddRange((page.Value ?? []).Where(user => !string.IsNullOrWhiteSpace(user.Mail)).Select(user => new GraphPerson(user.Mail!, user.Department, user.Manager?.Mail, user.IsEnabled)));
                next = page.NextLink;
            }

            return people;
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new GraphException($"Microsoft Graph ne répond pas, ou pas comme attendu\u00a0: {failure.Message}", failure);
        }
    }

    private async Task<string> AskTokenAsync(GraphOptions options, CancellationToken cancellationToken)
    {
        var answer = await SendAsync<Token>(
            () => new HttpRequestMessage(HttpMethod.Post, new Uri(options.Instance, $"{Uri.EscapeDataString(options.TenantId!)}/oauth2/v2.0/token"))
            {
                Content = new FormUrlEncodedContent(new Dictionary<string, string>
                {
                    ["grant_type"] = "client_credentials",
                    ["client_id"] = options.ClientId!,
                    ["client_secret"] = options.ClientSecret!,
                    ["scope"] = new Uri(options.Address, ".default").ToString(),
                }),
            },
            cancellationToken);
        return answer.AccessToken ?? throw new GraphException("Le jeton d’accès à Microsoft Graph n’est pas donné.");
    }

    private async Task<T> SendAsync<T>(Func<HttpRequestMessage> request, CancellationToken cancellationToken)
        where T : class
    {
        for (var waits = 0; ; waits++)
        {
            using var message = request();
            using var answer = await http.SendAsync(message, cancellationToken);
            if (answer.IsSuccessStatusCode)
            {
                return await answer.Content.ReadFromJsonAsync<T>(cancellationToken) ?? throw new JsonException("null");
            }

            if (waits == MostWaits || answer.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout))
            {
                // Its text may hold what was asked of it.
                throw new GraphException($"Microsoft Graph refuse la demande (HTTP\u00a0{(int)answer.StatusCode})\u00a0: vérifiez l’inscription de l’application, son secret et son droit User.Read.All.");
            }

            var asked = answer.Headers.RetryAfter is { } after ? after.Delta ?? after.Date - clock.GetUtcNow() : UsualWait;
            if (asked > LongestWait)
            {
                throw new GraphException($"Microsoft Graph demande d’attendre {asked.Value.TotalMinutes:0}\u00a0minutes.");
            }

            if (asked > TimeSpan.Zero)
            {
                await Task.Delay(asked.Value, clock, cancellationToken);
            }
        }
    }

    private sealed record Token([property: JsonPropertyName("access_token")] string? AccessToken);

    private sealed record Page([property: JsonPropertyName("value")] IReadOnlyList<User>? Value, [property: JsonPropertyName("@odata.nextLink")] Uri? NextLink);

    private sealed record User(
        [property: JsonPropertyName("mail")] string? Mail,
        [property: JsonPropertyName("department")] string? Department,
        [property: JsonPropertyName("manager")] Manager? Manager,
        [property: JsonPropertyName("accountEnabled")] bool? IsEnabled);

    private sealed record Manager([property: JsonPropertyName("mail")] string? Mail);
}
