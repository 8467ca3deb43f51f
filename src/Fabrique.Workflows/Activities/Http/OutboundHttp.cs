using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Fabrique.Workflows.Activities.Http;

/// <summary>A request that a workflow sends.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Url">Absolute address.</param>
/// <param name="Headers">Names and values, without those of the content.</param>
/// <param name="Content">Body; null for none.</param>
/// <param name="ContentHeaders">Headers of the body.</param>
internal sealed record OutboundRequest(HttpMethod Method, Uri Url, IReadOnlyList<(string Name, string Value)> Headers, byte[]? Content, IReadOnlyList<(string Name, string Value)> ContentHeaders);

/// <summary>What came back.</summary>
internal sealed record OutboundResponse(int StatusCode, string? ReasonPhrase, IReadOnlyDictionary<string, string[]> Headers, MediaTypeHeaderValue? ContentType, byte[] Content);

/// <summary>The exchange did not end in time.</summary>
internal sealed class OutboundTimeoutException(WorkflowMessage message) : Exception(message.ToString()), ITold
{
    WorkflowMessage? ITold.Told => message;
}

/// <summary>The other side answered with a status that is worth another attempt.</summary>
internal sealed class ResponseRefusedException(WorkflowMessage message) : HttpRequestException(message.ToString()), ITold
{
    WorkflowMessage? ITold.Told => message;
}

/// <summary>
/// Sends the requests of workflows. Every address that a name leads to is checked when a connection is made, at every redirection too, so that no name can be
/// pointed elsewhere in between; nothing of the machine (proxy, cookies, credentials, traces) goes with a request; time and sizes are bounded.
/// </summary>
internal sealed class OutboundHttp : IDisposable
{
    private const int MostRedirections = 5;
    private readonly OutboundHttpLimits _limits;
    private readonly TimeSpan _timeout;
    private readonly Lazy<ReachableAddresses> _reachable;
    private readonly HttpMessageInvoker _http;

    public OutboundHttp(WorkflowOptions options)
    {
        _limits = options.Http;
        _timeout = _limits.Timeout < options.Lease / 2 ? _limits.Timeout : options.Lease / 2;
        _reachable = new Lazy<ReachableAddresses>(() => new ReachableAddresses(_limits.AllowedHosts));
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectCallback = ConnectAsync,
            Credentials = null,
            MaxConnectionsPerServer = 16,
            MaxResponseHeadersLength = 64,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            PreAuthenticate = false,
            UseCookies = false,
            UseProxy = false,
        });
    }

    /// <exception cref="PermanentFailureException">The address is forbidden, or the answer is too large.</exception>
    /// <exception cref="OutboundTimeoutException">The exchange did not end in time.</exception>
    /// <exception cref="HttpRequestException">The other side cannot be reached, or does not speak HTTP.</exception>
    public async Task<OutboundResponse> SendAsync(OutboundRequest request, CancellationToken cancellationToken)
    {
        if (request.Content?.Length > _limits.MaximumRequestBytes)
        {
            throw new PermanentFailureException(new WorkflowMessage(MessageCodes.RequestTooLarge, _limits.MaximumRequestBytes));
        }

        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(_timeout);
        try
        {
            for (var redirections = 0; ; redirections++)
            {
                using var message = ToMessage(request);
                using var response = await _http.SendAsync(message, bounded.Token);
                if (redirections < MostRedirections && Redirect(request, response) is { } next)
                {
                    request = next;
                    continue;
                }

                return await ReadAsync(response, bounded.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new OutboundTimeoutException(new WorkflowMessage(MessageCodes.ResponseTooSlow, request.Url.Authority, _timeout.TotalSeconds));
        }
        catch (Exception exception) when (Forbidden(exception) is { } forbidden)
        {
            throw new PermanentFailureException(WorkflowMessage.Of(forbidden), exception);
        }
        catch (IOException exception)
        {
            throw new HttpRequestException(exception.Message, exception);
        }
    }

    public void Dispose() => _http.Dispose();

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host.TrimEnd('.'), context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellationToken);
        if (!_reachable.Value.IsNamed(host, port) && Array.Find(addresses, address => !_reachable.Value.Allows(address)) is { } forbidden)
        {
            throw new ForbiddenAddressException(host == forbidden.ToString() ? host : $"{host} ({forbidden})");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static ForbiddenAddressException? Forbidden(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is ForbiddenAddressException forbidden)
            {
                return forbidden;
            }
        }

        return null;
    }

    private static HttpRequestMessage ToMessage(OutboundRequest request)
    {
        var message = new HttpRequestMessage(request.Method, request.Url);
        foreach (var (name, value) in request.Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        if (request.Content is not null)
        {
            message.Content = new ByteArrayContent(request.Content);
            foreach (var (name, value) in request.ContentHeaders)
            {
                message.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return message;
    }

    /// <summary>The request that an answer redirects to; null when the answer is to be taken as it is.</summary>
    private static OutboundRequest? Redirect(OutboundRequest request, HttpResponseMessage response)
    {
        if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location)
        {
            return null;
        }

        var target = location.IsAbsoluteUri ? location : new Uri(request.Url, location);
        if ((target.Scheme != Uri.UriSchemeHttps && target.Scheme != Uri.UriSchemeHttp) || target.UserInfo.Length > 0
            || (request.Url.Scheme == Uri.UriSchemeHttps && target.Scheme != Uri.UriSchemeHttps))
        {
            return null;
        }

        var becomesGet = ((int)response.StatusCode is 301 or 302 && request.Method == HttpMethod.Post)
            || ((int)response.StatusCode is 303 && request.Method != HttpMethod.Head);
        var isElsewhere = Uri.Compare(request.Url, target, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) != 0;
        return request with
        {
            Url = target,
            Method = becomesGet ? HttpMethod.Get : request.Method,
            Content = becomesGet ? null : request.Content,
            Headers = isElsewhere ? [.. request.Headers.Where(header => !SensitiveHeaders.Contains(header.Name))] : request.Headers,
        };
    }

    private async Task<OutboundResponse> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var headers = new SortedDictionary<string, string[]>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers))
        {
            headers[name] = [.. values];
        }

        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var content = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int read; (read = await body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (content.Length + read > _limits.MaximumResponseBytes)
            {
                throw new PermanentFailureException(new WorkflowMessage(MessageCodes.ResponseTooLarge, _limits.MaximumResponseBytes));
            }

            content.Write(buffer, 0, read);
        }

        return new OutboundResponse((int)response.StatusCode, response.ReasonPhrase, headers, response.Content.Headers.ContentType, content.ToArray());
    }

    private sealed class ForbiddenAddressException(string address) : PermanentFailureException(new WorkflowMessage(MessageCodes.AddressNotPublic, address));
}
