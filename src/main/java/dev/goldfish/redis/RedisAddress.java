package dev.goldfish.redis;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where Redis is, as an operator writes it: checked before those parse it whose errors repeat it, the password included. */
final class RedisAddress {
    private static final Set<String> SCHEMES = Set.of("redis", "rediss", "unix");
    private static final Pattern LONE_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");
    private static final Pattern DATABASE = Pattern.compile("/?|/[0-9]{1,5}");
    private static final Pattern PARAMETERS = Pattern.compile("(db=[0-9]{1,5}|(user|password)=[^&@]*)(&|$)");

    private static final String FORM =
            "must look like redis://host:6379, redis://user:password@host:6379 or redis://:password@host:6379/1";

    private RedisAddress() {}

    /** What is wrong with a list of addresses, in words that repeat nothing of it; null where it can be used. */
    static @Nullable String fault(String addresses) {
        // An escaped comma belongs to an address, a bare one stands between two.
        for (String address : addresses.replace("\\,", "%2C").split(",", -1)) {
            String fault = faultOfOne(address.strip());
            if (fault != null) {
                return fault + ". In a user or password every character but letters, digits, - . _ and ~ must be"
                        + " percent-encoded: @ is %40, # %23, % %25, / %2F, ? %3F, + %2B, a comma %2C. Or set"
                        + " quarkus.redis.password, which takes it as it is";
            }
        }
        return null;
    }

    private static @Nullable String faultOfOne(String address) {
        int scheme = address.indexOf("://");
        if (scheme < 0 || !SCHEMES.contains(address.substring(0, scheme))) {
            return FORM;
        }
        if (LONE_PERCENT.matcher(address).find()) {
            return "has a % without two hexadecimal digits behind it";
        }
        if (address.indexOf('@') != address.lastIndexOf('@')) {
            return "has more than one @";
        }
        if (address.indexOf('\\') >= 0 || address.indexOf('\ufffd') >= 0) {
            return "has a backslash or a character that was lost in decoding";
        }
        try {
            return faultOf(new URI(address));
        } catch (URISyntaxException e) {
            return "has a character that no URL may have";
        }
    }

    /** Of what would be understood, and not as it was meant. */
    private static @Nullable String faultOf(URI uri) {
        String login = uri.getRawUserInfo();
        boolean local = uri.getScheme().equals("unix");
        if (uri.getRawFragment() != null
                || (!local
                        && (uri.getHost() == null
                                || !DATABASE.matcher(uri.getRawPath()).matches()))
                || (uri.getRawQuery() != null
                        && !PARAMETERS.matcher(uri.getRawQuery()).replaceAll("").isEmpty())) {
            return FORM;
        }
        if (login != null && login.indexOf(':') < 0) {
            return "has a password without a : in front of it";
        }
        return login != null && login.indexOf('+') >= 0 ? "has a + in its user or password" : null;
    }
}
